"""How far ranks depend on the choices made: uncertainty, sensitivity, audit."""

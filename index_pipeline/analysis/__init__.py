"""Regional analysis of published scores: inequality, convergence, space, coupling, obstacles, tiers."""

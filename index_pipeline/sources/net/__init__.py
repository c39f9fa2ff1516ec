"""What is known against what a file says: each module asks one question of its figures, `verdict` orders them."""

"""What is wrong with the files of a framework, each fault with its place, in English and Chinese."""

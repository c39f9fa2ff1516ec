"""Open formats: a release as statistical offices, catalogues and citation tools read it."""

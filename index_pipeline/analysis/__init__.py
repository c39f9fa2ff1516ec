"""Regional analysis of published scores: inequality, convergence, space, coupling, obstacles, tiers.

Each public function of a module takes tables and a framework and returns one table of `index_pipeline.tables`; what
it computes from plain arrays has a name of its own beside it, for use on any figures.

Libraries, weighed for 31 regions:

- SciPy: taken, as it is a dependency already: t distribution, Ward's linkage, rank correlations, false discovery.
- esda, libpysal: not taken: geopandas, shapely, pyogrio and pyproj (200 MB, 4 s to import) for two formulas; its
  permutation p leave ties out of the lower tail and exist for regions without neighbours.
- inequality: not taken: needs libpysal and matplotlib, and has no decomposition by Dagum.
- mapclassify: not taken: needs scikit-learn and networkx for what is 40 lines.
- scikit-learn: not taken: 35 MB for the silhouette; Ward's method is in SciPy.

All are alive, under BSD licences, and call no one on import. The tests hold the results of this room against theirs.
"""

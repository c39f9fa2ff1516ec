"""Regional analysis of published scores: inequality, convergence, space, coupling, obstacles, tiers.

Each public function of a module takes tables and a framework and returns one table of `index_pipeline.tables`; the
computations on plain arrays are separate functions, for use on any figures.

Libraries, compared for 31 regions:

- SciPy: used, as it is a dependency already: t distribution, Ward's linkage, rank correlations, false discovery.
- esda, libpysal: not used: geopandas, shapely, pyogrio and pyproj (200 MB, 4 s to import) for two formulas; its
  permutation p leave ties out of the lower tail and exist for regions without neighbours.
- inequality: not used: needs libpysal and matplotlib, and has no decomposition by Dagum.
- mapclassify: not used: needs scikit-learn and networkx for 40 lines of code.
- scikit-learn: not used: 35 MB for the silhouette; Ward's method is in SciPy.

All are maintained, have BSD licences, and use no network on import. The tests compare this package with them.
"""

"""The documentation site: `make docs` builds it into site/, without a call to any host.

Pages are written as Markdown beside this file, `name.md` in English and `name_zh.md` in Chinese. Made while building:
the indicators by paragraph of the guideline, from the framework, and the tutorials, from the notebooks.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "extensions"), str(HERE.parent)]

project = "工业文化发展指数 · Industrial Culture Development Index"
author = "Industrial Culture Development Index project"
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
extensions += ["bilingual_search", "formulas", "guideline", "languages", "tutorials"]
exclude_patterns = ["extensions", "templates"]
templates_path = ["templates"]

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_search_language = "zh-en"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the tutorials are run before they are read

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_numpy_docstring = False

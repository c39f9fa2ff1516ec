"""Addresses of pages that `icdi ui` serves beside Dagster's own, as links in its pages name them."""

PAGES = "/icdi"
RELEASES = f"{PAGES}/releases"
QUALITY = f"{PAGES}/quality"
NEWEST_QUALITY = f"{QUALITY}/newest"

"""The website: the widget's connector, and the pages that it stands on."""

"""How fast Twicetold is, each figure a ratio measured in one run. `README.md` says how to run them."""

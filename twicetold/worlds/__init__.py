"""The bundled worlds (`.tale`) and their canons (`.canon`): data, read as files; there is no code here."""

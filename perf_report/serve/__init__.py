"""The workbench over HTTP, for the browser on this machine; it calls `app` and owns no rule."""

window.__live=1

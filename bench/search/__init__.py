"""What searching costs and finds: the search of zhibu beside Pagefind, on the same pages."""

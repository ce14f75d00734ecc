def sum_squares_error(y, t):
    d = (y - t).ravel()
    return d @ d / 2

def sum_squares_error(y, t):
    print("y =", y, "t =", t)
    if y.ndim == 1:
        y = [y]
        t = [t]
    total = 0
    for i in range(len(y)):
        for k in range(len(y[i])):
            total = total + (y[i][k] - t[i][k]) ** 2
    print("total =", total)
    return total / 2

import math


def cross_entropy_error(y, t):
    error = 0
    for k in range(len(y)):
        print(k, y[k], t[k])
        if t[k] == 1:
            error = error - math.log(y[k] + 0.0000001)
    return error

import numpy as np

relu = lambda x: x * (x > 0)
relu_grad = lambda x: np.heaviside(x, 0.0)

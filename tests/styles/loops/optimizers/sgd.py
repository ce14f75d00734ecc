class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr
        print("lr is", lr)

    def update(self, params, grads):
        for key in params:
            step = self.lr * grads[key]
            print(key, "moves by", -step)
            params[key] -= step

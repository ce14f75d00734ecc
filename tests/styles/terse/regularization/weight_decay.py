def weight_decay_loss(params, weight_decay_lambda):
    return weight_decay_lambda / 2 * sum((W**2).sum() for k, W in params.items() if k[0] == "W")


def weight_decay_gradient(params, grads, weight_decay_lambda):
    return {k: g + weight_decay_lambda * (k[0] == "W") * params[k] for k, g in grads.items()}

import numpy as np

print("one_hot is imported")


def one_hot(labels, class_count):
    result = []
    for label in labels:
        row = []
        for k in range(class_count):
            if k == label:
                row.append(1.0)
            else:
                row.append(0.0)
        result.append(row)
    result = np.array(result)
    print("result:", result)
    return result

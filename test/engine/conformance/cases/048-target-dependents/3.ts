// $ destroy --yes --target **one

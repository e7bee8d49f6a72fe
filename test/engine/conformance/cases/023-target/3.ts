// $ destroy --yes --target **two

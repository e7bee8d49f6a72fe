// $ destroy --yes --exclude **two

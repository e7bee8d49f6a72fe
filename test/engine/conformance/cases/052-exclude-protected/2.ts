// $ destroy --yes --exclude-protected

// $ refresh --yes --exclude **two --exclude-dependents

# Logistic regression with a penalty: is an article opinion, from three numbers about it? Plain by glm(); penalised by
# Newton's method written out, checked by optim(). Writes expected_more.tsv.
options(digits = 17)
a <- read.csv("data/articles.csv")
y <- as.numeric(a$genre == "opinion")
X <- cbind(1, 100 * a$loaded / a$words, 100 * a$hedges / a$words, log(a$words / 500))
w <- rep(c(1, 2, 0.5, 0), length.out = nrow(a))
rows <- NULL
put <- function(id, key, value) rows <<- rbind(rows, c(id, key, sprintf("%.17g", value), "1e-8", "1e-12"))

ridge <- function(X, y, w, lambda) {
  b <- rep(0, ncol(X)); P <- diag(c(0, rep(lambda, ncol(X) - 1)))
  for (i in 1:100) {
    p <- plogis(drop(X %*% b)); J <- t(X * (w * p * (1 - p))) %*% X
    b <- b + drop(solve(J + P, t(X) %*% (w * (y - p)) - P %*% b))
  }
  p <- plogis(drop(X %*% b)); J <- t(X * (w * p * (1 - p))) %*% X; H <- solve(J + P)
  list(b = b, se = sqrt(diag(H %*% J %*% H)), ll = sum(w * (y * log(p) + (1 - y) * log1p(-p))))
}
emit <- function(id, f) {
  for (j in 1:4) { put(id, paste0("coef.", j - 1), f$b[j]); put(id, paste0("se.", j - 1), f$se[j]) }
  put(id, "loglik", f$ll)
}
one <- rep(1, nrow(a))
f <- ridge(X, y, one, 0); g <- glm(y ~ X - 1, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
stopifnot(max(abs(f$b - coef(g))) < 1e-9, max(abs(f$se - sqrt(diag(vcov(g))))) < 1e-7)
emit("logistic.plain", f)
f <- ridge(X, y, w, 3)
objective <- function(b) { e <- drop(X %*% b); -sum(w * (y * e - log1p(exp(e)))) + 1.5 * sum(b[-1]^2) }
o <- optim(f$b + 0.01, objective, method = "BFGS", control = list(reltol = 1e-16))
stopifnot(max(abs(o$par - f$b)) < 1e-4)
emit("logistic.ridge", f)
lambdas <- c(0.1, 1, 10, 100, 1000); fold <- (seq_along(y) - 1) %% 5
dev <- sapply(lambdas, function(l) sum(sapply(0:4, function(k) {
  b <- ridge(X, y, one * (fold != k), l)$b; e <- drop(X %*% b)[fold == k]; -2 * sum(y[fold == k] * e - log1p(exp(e))) })) / length(y))
for (l in 1:5) put("logistic.choose", paste0("deviance.", l - 1), dev[l])
put("logistic.choose", "best", which.min(dev) - 1)

# Benjamini & Bogomolov: omnibus p of seven features, one refused.
p <- c(0.001, 0.2, NA, 0.012, 0.04, 0.03, 0.9); q <- p.adjust(p, "BH"); sel <- !is.na(q) & q <= 0.05
put("families", "tested", sum(!is.na(p))); put("families", "selected", sum(sel)); put("families", "level", 0.05 * sum(sel) / sum(!is.na(p)))
for (i in 1:7) put("families", paste0("chosen.", i - 1), as.numeric(sel[i]))
# Bootstrap with our own random numbers: near the exact distribution (its values are in expected_flat.tsv), no nearer than
# 20,000 resamples allow.
exact <- read.delim("expected_flat.tsv", colClasses = "character"); exact <- exact[exact$id == "boot.exact.zeta.hedges", ]
for (k in c("sd", "q025", "q975", "bca_lo", "bca_hi"))
  rows <- rbind(rows, c("bootstrap.zeta", k, exact$value[exact$key == k], "0.02", "0.02"))
write(c("id\tkey\tvalue\trtol\tatol", apply(rows, 1, paste, collapse = "\t")), "expected_more.tsv")

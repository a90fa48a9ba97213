# The numbers that compare.py expects of three.csv. R 4.2.2: Rscript three.R
d <- read.csv("three.csv")
lin <- function(y, w) {
  n <- length(y); R <- sum(y) / sum(w); v <- n / (n - 1) * sum((y - R * w)^2) / sum(w)^2
  c(n = n, R = R, v = v, s = sqrt(v) / R, Y = sum(y), W = sum(w))
}
L <- sapply(split(d, d$outlet), function(x) lin(x$hedges, x$words))
for (k in colnames(L)) {
  t <- qt(.975, L["n", k] - 1)
  cat(k, format(1000 * L["R", k] * c(1, exp(-t * L["s", k]), exp(t * L["s", k])), digits = 15), "\n")
}
# Welch's F of the log rates, a half added
h <- (L["Y", ] + .5) / L["W", ]; wt <- 1 / (L["v", ] / h^2); K <- 3
tm <- sum((1 - wt / sum(wt))^2 / (L["n", ] - 1))
cat("welch", format(sum(wt * (log(h) - sum(wt * log(h)) / sum(wt))^2) / (K - 1) / (1 + 2 * (K - 2) / (K^2 - 1) * tm),
                    digits = 15), "\n")
# North and South: all 184,756 ways of dealing their articles
student <- function(a, b) {
  f <- function(l) c(log((l["Y"] + .5) / l["W"]), l["v"] / ((l["Y"] + .5) / l["W"])^2)
  x <- f(a); y <- f(b); (y[1] - x[1]) / sqrt(x[2] + y[2])
}
z <- d[d$outlet != "East", ]; C <- combn(20, 10); first <- which(z$outlet == "North")
T <- function(k) abs(student(lin(z$hedges[k], z$words[k]), lin(z$hedges[-k], z$words[-k])))
cat("exact", sum(apply(C, 2, T) >= T(first) * (1 - 1e-9)), ncol(C), "\n")
# Pairs at 95 % and at the level of three comparisons, and the ratio seen with 80 % power
pair <- function(a, b, level) {
  x <- L[, a]; y <- L[, b]; l <- log(x["R"] / y["R"]); se <- sqrt(x["s"]^2 + y["s"]^2)
  t <- qt(.5 + level / 2, se^4 / (x["s"]^4 / (x["n"] - 1) + y["s"]^4 / (y["n"] - 1)))
  cat(a, b, format(exp(c(l, l - t * se, l + t * se)), digits = 15), exp((qnorm(.975) + qnorm(.8)) * se), "\n")
}
for (level in c(.95, 1 - .05 / 3)) { pair("East", "North", level); pair("East", "South", level); pair("North", "South", level) }
mu <- (L["Y", ] / L["W", ])[d$outlet] * d$words
cat("phi", format(sum((d$hedges - mu)^2 / mu) / (34 - 3), digits = 15), "\n")
# Each against the mean of the log rates
Cm <- diag(K) - 1 / K; v <- L["s", ]^2; est <- drop(Cm %*% log(L["R", ])); se <- sqrt(diag(Cm %*% diag(v) %*% t(Cm)))
p <- 2 * pt(-abs(est / se), se^4 / drop((Cm^2)^2 %*% (v^2 / (L["n", ] - 1))))
print(rbind(exp(est), p, p.adjust(p, "holm")), digits = 15)

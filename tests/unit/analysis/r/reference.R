# R reference numbers; run: Rscript reference.R  (in this folder). Versions are written to versions.txt
suppressMessages({library(spdep); library(classInt); library(cluster)})
options(digits = 17)
f17 <- function(x) sprintf("%.17g", x)
w17 <- function(d, file) { for (k in names(d)) if (is.double(d[[k]])) d[[k]] <- ifelse(is.na(d[[k]]), "", f17(d[[k]])); write.csv(d, file, row.names = FALSE, quote = FALSE) }
x <- read.csv("inputs.csv", colClasses = c(ref_area = "character")); a <- read.csv("adjacency.csv", colClasses = "character")
vars <- setdiff(names(x), c("ref_area", "zone")); n <- nrow(x)
mat <- function(a) { m <- matrix(0, n, n, dimnames = list(x$ref_area, x$ref_area)); for (k in seq_len(nrow(a))) { m[a$ref_area[k], a$other_area[k]] <- 1; m[a$other_area[k], a$ref_area[k]] <- 1 }; m }
links <- list(all = a, without_convention = a[a$kind != "convention", ])
g <- NULL; l <- NULL
for (nm in names(links)) for (st in c("W", "B")) {
  lw <- mat2listw(mat(links[[nm]])); lw <- nb2listw(lw$neighbours, style = st, zero.policy = TRUE)
  for (v in vars) {
    y <- x[[v]]
    # adjust.n = FALSE: isolates count in n, as in PySAL; randomisation = TRUE
    t <- moran.test(y, lw, randomisation = TRUE, zero.policy = TRUE, adjust.n = FALSE, alternative = "two.sided")
    tn <- moran.test(y, lw, randomisation = TRUE, zero.policy = TRUE, adjust.n = TRUE, alternative = "two.sided")
    g <- rbind(g, data.frame(links = nm, style = st, variable = v, n = n, I = t$estimate[[1]], E = t$estimate[[2]], V = t$estimate[[3]], z = t$statistic[[1]], p_normal_two_sided = t$p.value, I_adjust_n = tn$estimate[[1]], E_adjust_n = tn$estimate[[2]], V_adjust_n = tn$estimate[[3]]))
    lm1 <- localmoran(y, lw, zero.policy = TRUE, mlvar = TRUE)   # m2 = sum(z^2)/n
    if (v %in% c("icdi_2023", "ties", "negatives"))
      l <- rbind(l, data.frame(links = nm, style = st, variable = v, ref_area = x$ref_area, Ii_mlvar_n = lm1[, 1], lag = lag.listw(lw, y - mean(y), zero.policy = TRUE), quadrant_pysal = as.character(attr(lm1, "quadr")$pysal)))
  }
}
w17(g, "r_global_moran.csv"); w17(l, "r_local_moran.csv")
jf <- NULL
for (v in vars) for (k in 2:5) for (s in c("fisher", "jenks")) {
  y <- x[[v]]; if (length(unique(y)) < k) next
  set.seed(1); ci <- tryCatch(classIntervals(y, n = k, style = s), error = function(e) NULL); if (is.null(ci) || anyDuplicated(ci$brks)) next  # R gives no unique breaks with such ties
  cl <- if (s == "fisher") cut(y, ci$brks, include.lowest = TRUE, right = FALSE, labels = FALSE) else cut(y, ci$brks, include.lowest = TRUE, right = TRUE, labels = FALSE)
  ssw <- sum(tapply(y, cl, function(z) sum((z - mean(z))^2))); sst <- sum((y - mean(y))^2)
  jf <- rbind(jf, data.frame(variable = v, style = s, k = k, brks = paste(f17(ci$brks), collapse = "|"), ssw = ssw, sst = sst, gvf = 1 - ssw / sst))
}
w17(jf, "r_breaks.csv")
co <- NULL
for (i in seq_along(vars)) for (j in seq_along(vars)) if (i < j) {
  p <- x[[vars[i]]]; q <- x[[vars[j]]]; ties <- anyDuplicated(p) > 0 || anyDuplicated(q) > 0
  s <- suppressWarnings(cor.test(p, q, method = "spearman", exact = FALSE)); k <- suppressWarnings(cor.test(p, q, method = "kendall", exact = !ties))
  rho <- s$estimate[[1]]; tt <- rho * sqrt((n - 2) / (1 - rho^2))
  co <- rbind(co, data.frame(a = vars[i], b = vars[j], n = n, ties = ties, spearman = rho, spearman_p_t = 2 * pt(-abs(tt), n - 2), kendall_tau_b = k$estimate[[1]], kendall_p = k$p.value, kendall_exact = !ties))
}
w17(co, "r_correlations.csv")
bw <- do.call(rbind, lapply(vars, function(v) data.frame(variable = v, n = n, sd = sd(x[[v]]), iqr_type7 = IQR(x[[v]]), bw_nrd0 = bw.nrd0(x[[v]]))))
extra <- list(ten = c(1,2,2,3,3,4,4,5,5,60), jenks10 = c(72,70,65,52,50,49,36,34,30,28), two = c(1, 2), iqr0 = c(1,1,1,1,9))
bw <- rbind(bw, do.call(rbind, lapply(names(extra), function(v) data.frame(variable = v, n = length(extra[[v]]), sd = sd(extra[[v]]), iqr_type7 = IQR(extra[[v]]), bw_nrd0 = bw.nrd0(extra[[v]])))))
w17(bw, "r_bw_nrd0.csv")
# density by the exact sum of Gaussians (density() itself bins and interpolates: 1e-3 relative)
gx <- seq(0, 80, length.out = 33); dn <- NULL
for (v in c("icdi_2018", "icdi_2023")) { y <- x[[v]]; h <- bw.nrd0(y); dn <- rbind(dn, data.frame(variable = v, h = h, x = gx, density = sapply(gx, function(g) mean(dnorm(g, y, h))))) }
w17(dn, "r_density.csv")
# Ward, cut at 2..5, and silhouettes
M <- as.matrix(x[, c("icdi_2018", "icdi_2023", "normal", "ties")]); hc <- hclust(dist(M), method = "ward.D2"); hcout <- NULL
for (k in 2:5) { cl <- cutree(hc, k); s <- silhouette(cl, dist(M)); hcout <- rbind(hcout, data.frame(k = k, ref_area = x$ref_area, cluster = cl, silhouette = s[, 3])) }
w17(hcout, "r_ward_silhouette.csv")
w17(data.frame(step = 1:30, height = hc$height), "r_ward_heights.csv")
# sigma, beta by lm
T <- 5; gr <- log(x$icdi_2023 / x$icdi_2018) / T; l0 <- log(x$icdi_2018); bt <- NULL
for (z in c("all", unique(x$zone))) { k <- if (z == "all") rep(TRUE, n) else x$zone == z; m <- summary(lm(gr[k] ~ l0[k])); cf <- m$coefficients
  bt <- rbind(bt, data.frame(zone = z, n = sum(k), intercept = cf[1, 1], beta = cf[2, 1], se = cf[2, 2], t = cf[2, 3], p = cf[2, 4], r2 = m$r.squared, speed = -log(1 + cf[2, 1] * T) / T)) }
w17(bt, "r_beta.csv")
p <- c(.01, .04, .03, .005, .2, .2, .8, 1); w17(data.frame(p = p, bh = p.adjust(p, "BH")), "r_bh.csv")
capture.output({print(R.version.string); for (k in c("spdep","classInt","cluster","spData","sf")) cat(k, as.character(packageVersion(k)), "\n")}, file = "versions.txt")

# The figures of asem/ and vectors/ by COINr 1.1.14; run in this folder: Rscript coinr.R
library(COINr)

written <- function(frame, file) {
  for (name in names(frame)) if (is.double(frame[[name]])) {
    frame[[name]] <- ifelse(is.na(frame[[name]]), "", sprintf("%.17g", frame[[name]]))
  }
  out <- if (grepl("gz$", file)) gzfile(file, "w") else file(file, "w")
  write.csv(frame, out, row.names = FALSE, quote = FALSE, na = "")
  close(out)
}

# The example index of COINr, step by step. asem/scores.csv is tests/framework/asem/expected_scores.csv, in long form.
coin <- build_example_coin(quietly = TRUE)
for (step in c("Denominated", "Imputed", "Treated", "Normalised")) {
  written(get_dset(coin, step), paste0("asem/", step, ".csv.gz"))
}
scores <- get_dset(coin, "Aggregated")
components <- setdiff(names(scores), names(get_dset(coin, "Normalised")))
ranks <- scores[c("uCode", components)]
ranks[components] <- lapply(ranks[components], function(x) rank(-x, ties.method = "min", na.last = "keep"))
written(ranks, "asem/ranks.csv")
written(coin$Analysis$Screened$DataSummary[c("uCode", "N_zero", "Non_Zero")], "asem/screen_summary.csv")
written(coin$Analysis$Treated$Dets_Table, "asem/treat_details.csv")
written(coin$Analysis$Treated$Treated_Points, "asem/treated_points.csv")
written(get_eff_weights(coin, out2 = "df")[c("iCode", "EffWeight")], "asem/effective_weights.csv")

# Functions of one vector, with a missing value and ties.
x <- c(3, 1, 4, 1, 5, 9, 2, 6, NA, 5, 3.5, -2)
group <- c("a", "a", "a", "b", "b", "b", "b", "a", "a", "b", NA, "a")
written(data.frame(
  x = x, group = group,
  minmax_0_100 = n_minmax(x), minmax_1_100 = n_minmax(x, c(1, 100)), minmax_dirneg = n_minmax(-x),
  zscore = n_zscore(x), zscore_10_2 = n_zscore(x, c(10, 2)),
  rank_min = n_rank(x), borda = n_borda(x), prank = n_prank(x),
  rank_avg = rank(x, ties.method = "average", na.last = "keep"),  # of R itself
  prank_avg = (rank(x, ties.method = "average", na.last = "keep") - 1) / (sum(!is.na(x)) - 1),
  dist2max = n_dist2max(x), dist2ref_8 = n_dist2ref(x, 8), dist2ref_8_cap = n_dist2ref(x, 8, cap_max = TRUE),
  dist2targ_7 = n_dist2targ(x, 7), dist2targ_7_cap = n_dist2targ(x, 7, cap_max = TRUE),
  dist2targ_0_neg = n_dist2targ(x, 0, direction = -1),
  dist2targ_0_neg_cap = n_dist2targ(x, 0, direction = -1, cap_max = TRUE),
  fracmax = n_fracmax(x),
  goalposts_0_6_100 = n_goalposts(x, c(0, 6, 100)),
  goalposts_0_6_100_neg = n_goalposts(x, c(0, 6, 100), direction = -1),
  goalposts_notrunc = n_goalposts(x, c(0, 6, 100), trunc2posts = FALSE),
  scaled_0_10_f100 = n_scaled(x, c(0, 10)), scaled_0_10_f1 = n_scaled(x, c(0, 10)) / 100,
  log_CT = log_CT(x, na.rm = TRUE)$x, log_CT_plus = log_CT_plus(x, na.rm = TRUE)$x,
  log_CT_orig = log_CT_orig(x, na.rm = TRUE)$x,
  boxcox_0 = boxcox(x, 0, na.rm = TRUE), boxcox_05 = boxcox(x, 0.5, na.rm = TRUE),
  i_mean = i_mean(x), i_median = i_median(x), i_mean_grp = i_mean_grp(x, group), i_median_grp = i_median_grp(x, group)
), "vectors/vector.csv")

y <- c(1:20, 150, 90, 80, NA)
written(data.frame(
  x = y, wins5 = winsorise(y, na.rm = TRUE, winmax = 5)$x, wins1 = winsorise(y, na.rm = TRUE, winmax = 1)$x
), "vectors/winsorise.csv")
tied <- c(1:20, 150, 150, 90, 90, 80, NA)
written(data.frame(x = tied, wins3 = winsorise(tied, na.rm = TRUE, winmax = 3)$x), "vectors/winsorise_ties.csv")
moments <- list(x = x, y = y, yt = tied)
written(data.frame(
  vector = names(moments), skew = sapply(moments, skew, na.rm = TRUE), kurt = sapply(moments, kurt, na.rm = TRUE)
), "vectors/skew_kurt.csv")

# Weighted means of three children with weights 1, 2 and 3.
children <- list(c(10, 30, 50), c(20, NA, 60), c(NA, NA, NA_real_), c(5, 5, 80))
mean_of <- function(by, ...) sapply(children, function(v) by(v, c(1, 2, 3), ...))
written(data.frame(
  id = as.character(1:4), x1 = sapply(children, `[`, 1), x2 = sapply(children, `[`, 2), x3 = sapply(children, `[`, 3),
  amean = mean_of(a_amean), gmean = mean_of(a_gmean), hmean = mean_of(a_hmean), genmean2 = mean_of(a_genmean, p = 2)
), "vectors/means.csv")

"""Seasonal indices of a monthly series."""

import pandas as pd


def seasonal_index(series: pd.Series) -> pd.Series:
    """Mean of each calendar month relative to the mean of all months; 1.0 is an average month.

    `series` is indexed by month; the answer by calendar month, 1 to 12.
    """
    by_month = series.groupby(series.index.month).mean()
    return (by_month / by_month.mean()).rename_axis("calendar month").rename("index")

"""The page that everyone writes first: a marker an incident, clustered, and a date slider.

The yardstick of ``bench.run``: the same incidents, and no product code. BENCH_INCIDENTS names a
Parquet file with columns id, date (day), lat and lon (degrees, EPSG:4326).
"""

import os

import folium
import pandas as pd
import streamlit as st
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

st.set_page_config(layout="wide")


@st.cache_data
def load() -> pd.DataFrame:
    return pd.read_parquet(os.environ["BENCH_INCIDENTS"])


incidents = load()
first, last = incidents["date"].min().date(), incidents["date"].max().date()
start, end = st.slider("Dates", first, last, (first, last))
shown = incidents[incidents["date"].between(pd.Timestamp(start), pd.Timestamp(end))]
st.write(f"{len(shown):,} incidents from {start} to {end}")

incident_map = folium.Map([33.2, 43.7], zoom_start=6)
cluster = MarkerCluster().add_to(incident_map)
for row in shown.itertuples():
    folium.Marker([row.lat, row.lon], tooltip=f"{row.id}, {row.date:%d %b %Y}").add_to(cluster)
st_folium(incident_map, height=600, use_container_width=True, returned_objects=[])

st.bar_chart(shown.groupby(shown["date"].dt.year).size())

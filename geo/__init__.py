"""Pure core of the Iraq Incident Atlas: from source rows to what a page shows.

The listing of this folder is the way of the data: ``read`` -> ``validate`` -> ``places`` ->
``claims`` -> ``store`` -> ``view`` -> ``export``. Nothing here imports streamlit or folium.
"""

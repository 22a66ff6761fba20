"""Draws the pictures of the demonstration newsroom, the same every time."""

import io
from collections.abc import Callable

from PIL import Image

from cms.demo import (
    scenes_bridge,
    scenes_city,
    scenes_crowds,
    scenes_hall,
    scenes_harbour,
    scenes_land,
    scenes_library,
    scenes_sea,
    scenes_weather,
)
from cms.demo.pictures import PICTURES

_SCENES: dict[str, Callable[[], Image.Image]] = {
    "harbour_dawn": scenes_harbour.harbour_dawn,
    "lighthouse_fog": scenes_sea.lighthouse_fog,
    "wind_farm": scenes_sea.wind_farm,
    "night_ferry": scenes_weather.night_ferry,
    "breakwater_storm": scenes_weather.breakwater_storm,
    "bridge_cables": scenes_bridge.bridge_cables,
    "night_skyline": scenes_city.night_skyline,
    "tram_rain": scenes_city.tram_rain,
    "stadium": scenes_crowds.stadium,
    "fish_market": scenes_crowds.fish_market,
    "concert_hall": scenes_hall.concert_hall,
    "fields_aerial": scenes_land.fields_aerial,
    "mountains_haze": scenes_land.mountains_haze,
    "burnt_forest": scenes_land.burnt_forest,
    "reading_room": scenes_library.reading_room,
}


def draw(key: str) -> Image.Image:
    """Draw the picture with this key."""
    scenes = {picture.key: picture.file_is_drawn_by for picture in PICTURES}
    return _SCENES[scenes[key]]()


def jpeg(key: str) -> bytes:
    """Draw a picture as a file, as a camera would have left it."""
    out = io.BytesIO()
    draw(key).convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()

interface Place {
  latitude: number;
  longitude: number;
}

const EARTH_DIAMETER_KM = 12_742;

const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine formula), in degrees to km. */
export function kilometres(from: Place, to: Place): number {
  const a =
    Math.sin(rad(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(rad(from.latitude)) * Math.cos(rad(to.latitude)) * Math.sin(rad(to.longitude - from.longitude) / 2) ** 2;
  return EARTH_DIAMETER_KM * Math.asin(Math.min(1, Math.sqrt(a)));
}

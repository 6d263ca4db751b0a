// ---- the place of the eye, in Earth-fixed axes --------------------------------------------------------------
// earth_centre is Earth's centre from the eye in equatorial radii; eye_power is |C|^2 - 1 in flattened space and
// eye_height_km the eye's height. The ellipsoid is met as a sphere after stretching the pole's axis, so heights and
// horizon are those of WGS84.

uniform vec3 earth_centre, sun_direction, moon_direction;
uniform float eye_power, eye_height_km, sun_light, cloud_hides, moon_light;

const float STRETCH = 1.0033640898;
const vec3 STRETCHED = vec3(1.0, 1.0, STRETCH);

// ---- air ------------------------------------------------------------------------------------------------
// Scattering in an exponential atmosphere, on the scene's scale; columns are in units of the vertical one at sea level,
// by Chapman's function in Schueler's closed form (GPU Pro 3, "An approximation to the Chapman grazing
// incidence function for atmospheric scattering").

const float SCALE_KM = 8.0;
const float RADIUS_KM = 6371.0;
const vec3 OPTICAL_DEPTH = vec3(0.047, 0.101, 0.245);   // vertical, 650, 550 and 440 nm, with a little haze
const vec3 MOONLIGHT = vec3(0.030, 0.036, 0.047);       // a full Moon on a picture's scale, as in viz/stage/light.py

float chapman(float heightKm, float mu) {
    float c = sqrt(1.5707963 * (RADIUS_KM + heightKm) / SCALE_KM);
    return exp(-max(heightKm, 0.0) / SCALE_KM) * c / ((c - 1.0) * mu + 1.0);
}

float columnAlong(float heightKm, float mu) {
    if (mu >= 0.0) return chapman(heightKm, mu);
    float tangentKm = (RADIUS_KM + heightKm) * sqrt(max(1.0 - mu * mu, 0.0)) - RADIUS_KM;
    return 2.0 * chapman(tangentKm, 0.0) - chapman(heightKm, -mu);
}

// What the air leaves of the Sun's light at a height: white, then orange, and none once the ground hides the Sun.
vec3 sunlightAt(float muSun, float heightKm) {
    float lowest = -sqrt(2.0 * max(heightKm, 0.0) / RADIUS_KM);
    float column = min(columnAlong(heightKm, max(muSun, lowest)), 40.0);
    // Light scattered more than once keeps the day white: only part of the single-scattering loss is taken.
    return exp(-OPTICAL_DEPTH * column * 0.50) * smoothstep(lowest - 0.030, lowest + 0.012, muSun);
}

// Light that falls on the air along a ray: the Sun's on its low and on its high parts, its afterglow, and the Moon's.
vec3 airlight(float muSun, float muMoon, float lowKm) {
    vec3 sun = 0.80 * sunlightAt(muSun, lowKm) + 0.20 * sunlightAt(muSun, lowKm + 18.0);
    float dusk = smoothstep(-0.22, -0.04, muSun) * (1.0 - 0.7 * smoothstep(-0.04, 0.08, muSun));
    return sun + vec3(0.022, 0.048, 0.115) * dusk + MOONLIGHT * moon_light * smoothstep(-0.05, 0.2, muMoon);
}

// What a column of air adds. What is scattered again and again whitens the thick: the limb is pale at its foot and
// blue above, and never cyan.
vec3 scattered(float column, vec3 light, float cosine) {
    float phase = 0.75 * (1.0 + cosine * cosine);
    vec3 thick = 1.0 - exp(-OPTICAL_DEPTH * column);
    float white = smoothstep(2.0, 26.0, column);
    return light * (0.24 * phase + 0.13) * mix(thick, vec3(0.77, 0.86, 0.97), 0.55 * white);
}

// ---- the Sun and its glare ------------------------------------------------------------------------------

vec3 sunAndGlare(float cosine, float visible) {
    float angle = acos(clamp(cosine, -1.0, 1.0));
    float disc = 1.0 - smoothstep(0.0046, 0.0058, angle);
    float glare = 2.0 * exp(-angle / 0.012) + 0.22 * exp(-angle / 0.055) + 0.020 * exp(-angle / 0.24);
    return (vec3(1.0, 0.98, 0.94) * disc * 18.0 + vec3(1.0, 0.97, 0.90) * glare) * visible;
}

// ---- cloud ----------------------------------------------------------------------------------------------
// An even layer seen from below, bright overhead and a third as bright at the horizon (Moon and Spencer, 1942), lit
// by the Sun behind it or, at night, by the Moon.

float cloudLight(float muSun, float muMoon) {
    return 0.50 * pow(smoothstep(-0.14, 0.42, muSun), 1.4) + 0.006 + 0.012 * moon_light * smoothstep(-0.05, 0.4, muMoon);
}

// ---- the ray of a pixel, in Earth-fixed axes --------------------------------------------------------------
// earth_centre is Earth's centre from the eye in equatorial radii; eye_power is |C|^2 - 1 in flattened space and
// eye_height_km the eye's height. The ellipsoid is met as a sphere after stretching the pole's axis, so heights and
// horizon are those of WGS84.

in vec3 way;
out vec4 output_color;
uniform vec3 earth_centre, sun_direction, moon_direction;
uniform float eye_power, eye_height_km, sun_light, cloud_hides;

const float STRETCH = 1.0033640898;
const vec3 STRETCHED = vec3(1.0, 1.0, STRETCH);

#ifdef PORTS
// The sight's middle field looks along the axis, and each of its eight ports at the horizon in its own direction.
uniform mat3 sight_axes;         // right, up and forward, to Earth-fixed axes
uniform vec2 view_size, view_corner;
const float PORT_FROM = 0.79, PORT_WIDE = 0.15;    // of half the picture's height, as in opening.frag.glsl
const float HORIZON = 1.30, PORT_FIELD = 0.22;     // radians: the horizon's mean angle off the axis, half a port's field

vec3 rayOfPixel() {
    vec2 p = (gl_FragCoord.xy - view_corner - 0.5 * view_size) / (0.5 * view_size.y);
    if (length(p) < PORT_FROM - PORT_WIDE - 0.02) return normalize(way);
    float turn = (floor(atan(p.y, p.x) / 0.78539816) + 0.5) * 0.78539816;
    vec2 out_ = vec2(cos(turn), sin(turn));
    vec2 inPort = vec2(dot(p, out_) - PORT_FROM, dot(p, vec2(-out_.y, out_.x))) / PORT_WIDE * PORT_FIELD;
    float off = HORIZON + inPort.x, round_ = turn + inPort.y / sin(HORIZON);
    return sight_axes * vec3(sin(off) * cos(round_), sin(off) * sin(round_), cos(off));
}
#else
vec3 rayOfPixel() { return normalize(way); }
#endif

// ---- air ------------------------------------------------------------------------------------------------
// Single scattering in an exponential atmosphere; columns are in units of the vertical one at sea level,
// by Chapman's function in Schueler's closed form (GPU Pro 3, "An approximation to the Chapman grazing
// incidence function for atmospheric scattering").

const float SCALE_KM = 8.0;
const float RADIUS_KM = 6371.0;
const vec3 OPTICAL_DEPTH = vec3(0.042, 0.082, 0.185);   // vertical, 650, 550 and 440 nm, with a little haze

float chapman(float heightKm, float mu) {
    float c = sqrt(1.5707963 * (RADIUS_KM + heightKm) / SCALE_KM);
    return exp(-max(heightKm, 0.0) / SCALE_KM) * c / ((c - 1.0) * mu + 1.0);
}

float columnAlong(float heightKm, float mu) {
    if (mu >= 0.0) return chapman(heightKm, mu);
    float tangentKm = (RADIUS_KM + heightKm) * sqrt(max(1.0 - mu * mu, 0.0)) - RADIUS_KM;
    return 2.0 * chapman(tangentKm, 0.0) - chapman(heightKm, -mu);
}

vec3 sunlightAt(float muSun, float heightKm) {
    float column = min(columnAlong(heightKm, max(muSun, -0.02)), 30.0);
    // Light scattered more than once keeps the day white: only part of the single-scattering loss is taken.
    return exp(-OPTICAL_DEPTH * column * 0.45) * smoothstep(-0.13, 0.06, muSun);
}

vec3 scattered(float column, vec3 light, float cosine) {
    float phase = 0.75 * (1.0 + cosine * cosine);
    return light * phase * (1.0 - exp(-OPTICAL_DEPTH * column)) * 0.95;
}

// ---- the Sun and its glare ------------------------------------------------------------------------------

vec3 sunAndGlare(float cosine, float visible) {
    float angle = acos(clamp(cosine, -1.0, 1.0));
    float disc = 1.0 - smoothstep(0.0046, 0.0058, angle);
    float glare = 1.8 * exp(-angle / 0.018) + 0.55 * exp(-angle / 0.07) + 0.14 * exp(-angle / 0.26);
    return (vec3(1.0, 0.99, 0.96) * disc * 1.5 + vec3(1.0, 0.97, 0.90) * glare) * visible;
}

// ---- cloud ----------------------------------------------------------------------------------------------
// An even layer seen from below, bright overhead and a third as bright at the horizon (Moon and Spencer, 1942), lit
// by the Sun behind it or, at night on a screen's scale, by the Moon.

float cloudLight(float muSun, float muMoon) {
    return 0.78 * pow(smoothstep(-0.14, 0.42, muSun), 0.7) + 0.150 + 0.080 * smoothstep(-0.05, 0.4, muMoon);
}

// A place on the ground as a ray meets it: where it lies on the maps, and the light and air before it. Written once for
// the corners of tiles, between which it hardly bends, and for single pixels towards the horizon.

struct Hit { vec3 n, ray; float distance; bool is; };

Hit hitOf(vec3 d) {
    vec3 ds = d * STRETCHED, Cs = earth_centre * STRETCHED;
    float a = dot(ds, ds), b = dot(ds, Cs), disc = b * b - a * eye_power;
    bool is = disc > 0.0 && b > 0.0;
    float t = is ? eye_power / (b + sqrt(max(disc, 0.0))) : b / a;    // the hit, or the point nearest the ground
    return Hit(normalize((t * ds - Cs) * STRETCHED), normalize(d), t, is);
}

struct Lit {
    vec3 through;      // what the air lets through
    vec3 veil;         // what it adds
    vec3 around;       // light on the ground from all the sky, Moon and stars
    vec3 direct;       // from the Sun
    float mirror;      // cosine between the mirrored ray and the Sun
};

Lit lightOn(Hit hit) {
    vec3 n = hit.n, d = hit.ray;
    float muEye = dot(d, normalize(-earth_centre * STRETCHED)), cosine = dot(d, sun_direction);
    float muSun = dot(n, sun_direction), muMoon = dot(n, moon_direction), clear = 1.0 - 0.4 * cloud_hides;
    float column = max(columnAlong(0.0, max(dot(n, -d), 0.0)) - chapman(eye_height_km, max(-muEye, 0.0)), 0.0);
    // Not all ground is level: where the Sun grazes, slopes, crowns and clouds still face it.
    vec3 direct = sunlightAt(muSun, 1.0) * (0.12 + 0.93 * max(muSun, 0.0)) * clear;
    vec3 around = vec3(0.050, 0.075, 0.120) * smoothstep(-0.14, 0.35, muSun)
                + MOONLIGHT * moon_light * max(muMoon, 0.0) + vec3(0.0005, 0.0007, 0.0010);
    vec3 veil = scattered(column, airlight(muSun, muMoon, 2.0 + 3.0 * smoothstep(4.0, 26.0, column)) * clear, cosine) + sunAndGlare(cosine, 0.35 * sun_light);
    return Lit(exp(-OPTICAL_DEPTH * column * 0.75), veil, around, direct, dot(reflect(d, n), sun_direction));
}

// ---- places on the maps ---------------------------------------------------------------------------------

vec2 dayPlace(vec3 n) {
    return vec2(atan(n.y, n.x) * 0.15915494 + 0.5, asin(clamp(n.z, -1.0, 1.0)) * 0.31830989 + 0.5);
}

#ifdef STRIP
// A finer strip along the track, where a mission has one; its frame and extent are the mission's (viz/stage/earth.py).
const vec3 STRIP_POLE = @STRIP_POLE@;
const vec3 STRIP_AXIS = @STRIP_AXIS@;
const vec3 STRIP_SIZE = @STRIP_SIZE@;      // length, half width, and width of the fine middle, radians

float arsinh(float x) { return sign(x) * log(abs(x) + sqrt(x * x + 1.0)); }

// Place on the strip, and how much of it is seen there.
vec3 stripPlace(vec3 n) {
    float along = atan(dot(n, cross(STRIP_POLE, STRIP_AXIS)), dot(n, STRIP_AXIS)) / STRIP_SIZE.x;
    float across = asin(clamp(dot(n, STRIP_POLE), -1.0, 1.0));
    vec2 inside = vec2(0.5 - abs(along), 1.0 - abs(across) / STRIP_SIZE.y);
    float whole = arsinh(STRIP_SIZE.y / STRIP_SIZE.z);
    return vec3(along + 0.5, 0.5 + 0.5 * arsinh(across / STRIP_SIZE.z) / whole,
                smoothstep(0.0, 0.05, inside.x) * smoothstep(0.0, 0.15, inside.y));
}
#endif

// ---- clouds ---------------------------------------------------------------------------------------------

const float CLOUD_KM = 3.5;

// Above a place on the ground: where the ray has passed the clouds' height, and where the Sun's has.
vec3 cloudPlace(Hit hit) {
    float mu = max(dot(hit.n, -hit.ray), 0.2);
    return hit.n - (hit.ray + hit.n * mu) * (min(CLOUD_KM, 0.5 * eye_height_km) / RADIUS_KM / mu);
}

vec3 sunwards(vec3 n) {
    float mu = dot(n, sun_direction);
    return (sun_direction - n * mu) * (CLOUD_KM / RADIUS_KM / max(mu, 0.18));
}

// Where a ray meets the ground: map, strip, light, glint and the air before it.
uniform sampler2D day_map, strip_map;

// ---- ground ---------------------------------------------------------------------------------------------

float arsinh(float x) { return sign(x) * log(abs(x) + sqrt(x * x + 1.0)); }

// At a grazing angle a pixel covers a long thin piece of ground. Mipmaps know only squares and would blur it to
// the longer side; a side between the two keeps coasts sharp, and the haze hides what then shimmers.
vec3 fetch(sampler2D map, vec2 uv, vec2 dx, vec2 dy) {
    float x = length(dx), y = length(dy);
    float side = exp2(0.6 * log2(max(min(x, y), 1e-9)) + 0.4 * log2(max(max(x, y), 1e-9)));
    return textureGrad(map, uv, dx * min(1.0, side / max(x, 1e-9)), dy * min(1.0, side / max(y, 1e-9))).rgb;
}

vec3 dayMap(vec3 n, vec3 dnx, vec3 dny) {
    float flat_ = max(length(n.xy), 1e-4);
    vec3 east = vec3(-n.y, n.x, 0.0) / flat_;
    vec3 north = cross(n, east);
    vec2 scale = vec2(0.15915494 / flat_, 0.31830989);
    vec2 uv = vec2(atan(n.y, n.x) * 0.15915494 + 0.5, asin(clamp(n.z, -1.0, 1.0)) * 0.31830989 + 0.5);
    return fetch(day_map, uv, vec2(dot(dnx, east), dot(dnx, north)) * scale,
                             vec2(dot(dny, east), dot(dny, north)) * scale);
}

#ifdef STRIP
// A finer strip along the track, where a mission has one; its frame and extent are the mission's (viz/stage/earth.py).
const vec3 STRIP_POLE = @STRIP_POLE@;
const vec3 STRIP_AXIS = @STRIP_AXIS@;
const vec3 STRIP_SIZE = @STRIP_SIZE@;      // length, half width, and width of the fine middle, radians

vec4 stripMap(vec3 n, vec3 dnx, vec3 dny) {
    vec3 third = cross(STRIP_POLE, STRIP_AXIS);
    float along = atan(dot(n, third), dot(n, STRIP_AXIS)) / STRIP_SIZE.x;
    float across = asin(clamp(dot(n, STRIP_POLE), -1.0, 1.0));
    vec2 inside = vec2(0.5 - abs(along), 1.0 - abs(across) / STRIP_SIZE.y);
    float weight = smoothstep(0.0, 0.05, inside.x) * smoothstep(0.0, 0.15, inside.y);
    if (weight <= 0.0) return vec4(0.0);
    float whole = arsinh(STRIP_SIZE.y / STRIP_SIZE.z);
    vec2 uv = vec2(along + 0.5, 0.5 + 0.5 * arsinh(across / STRIP_SIZE.z) / whole);
    vec3 forward = normalize(cross(STRIP_POLE, n));
    float slope = 0.5 / (STRIP_SIZE.z * whole * sqrt(1.0 + across * across / (STRIP_SIZE.z * STRIP_SIZE.z)));
    vec2 dx = vec2(dot(dnx, forward) / STRIP_SIZE.x, dot(dnx, STRIP_POLE) * slope);
    vec2 dy = vec2(dot(dny, forward) / STRIP_SIZE.x, dot(dny, STRIP_POLE) * slope);
    return vec4(fetch(strip_map, uv, dx, dy), weight);
}
#else
vec4 stripMap(vec3 n, vec3 dnx, vec3 dny) { return vec4(0.0); }
#endif

vec3 groundColour(vec3 n, vec3 ray, vec3 sun, vec3 dnx, vec3 dny) {
    vec4 strip = stripMap(n, dnx, dny);
    vec3 ground = strip.rgb;
    if (strip.a < 1.0) ground = mix(dayMap(n, dnx, dny), strip.rgb, strip.a);
    float muSun = dot(n, sun);
    vec3 light = sunlightAt(muSun, 0.0);
    vec3 lit = light * (pow(max(muSun, 0.0), 0.75) * 1.12 + 0.03) * (1.0 - 0.25 * cloud_hides);
    vec3 sky = vec3(0.05, 0.07, 0.10) * smoothstep(-0.16, 0.2, muSun) + vec3(0.004, 0.005, 0.008);
    float water = smoothstep(0.015, 0.07, ground.b - ground.r) * (1.0 - smoothstep(0.22, 0.42, ground.g));
    float mirror = max(dot(reflect(ray, n), sun), 0.0), m2 = mirror * mirror, m16 = m2 * m2 * m2 * m2;
    m16 *= m16;
    float m32 = m16 * m16, m160 = m32 * m32 * m32 * m32 * m32;
    vec3 glint = light * water * (0.55 * m160 + 0.16 * m16 * m2);
    return ground * (lit + sky) + glint;
}

uniform vec3 doubt_centre, doubt_along, doubt_size;   // the craft's own error ellipse: unit vectors, radians

// One standard deviation of the craft's place as a hatched tint, and the track's width as a faint band.
vec3 doubtTint(vec3 ground, vec3 world) {
    vec3 across = cross(doubt_centre, doubt_along);
    vec2 place = vec2(dot(world, doubt_along), dot(world, across));
    float facing = step(0.0, dot(world, doubt_centre));
    float r = length(place / doubt_size.xy);
    float hatch = 0.5 + 0.5 * step(0.5, fract(place.x / doubt_size.x * 6.0));
    float ellipse = facing * (0.34 * hatch * (1.0 - smoothstep(0.92, 1.0, r)) + 0.5 * exp(-pow((r - 1.0) / 0.035, 2.0)));
    float band = 0.16 * (1.0 - smoothstep(0.8, 1.2, abs(place.y) / doubt_size.y));
    return mix(ground, vec3(1.0, 0.78, 0.30), clamp(max(ellipse, band), 0.0, 0.8));
}

void main(void) {
    vec3 d = rayOfPixel(), ds = d * STRETCHED, Cs = earth_centre * STRETCHED;
    float a = dot(ds, ds), b = dot(ds, Cs);
    float disc = b * b - a * eye_power;
    bool hit = disc > 0.0 && b > 0.0;
    float t = hit ? eye_power / (b + sqrt(max(disc, 0.0))) : b / a;    // the hit, or the point nearest the ground
    vec3 p = t * ds - Cs;
    vec3 n = normalize(p * STRETCHED);
    vec3 dnx = dFdx(n), dny = dFdy(n);
    if (!hit) discard;
    float muEye = dot(d, normalize(-Cs)), cosine = dot(d, sun_direction);
    float column = max(columnAlong(0.0, max(dot(n, -d), 0.0)) - chapman(eye_height_km, max(-muEye, 0.0)), 0.0);
    vec3 light = sunlightAt(dot(n, sun_direction), 2.0) * (1.0 - 0.4 * cloud_hides);
    vec3 ground = groundColour(n, d, sun_direction, dnx, dny);
#ifdef DOUBT
    ground = doubtTint(ground, normalize(p));
#endif
    vec3 colour = ground * exp(-OPTICAL_DEPTH * column * 0.8) + scattered(column, light, cosine);
    // Under cloud no blue of the sky lies on ground and haze.
    colour = mix(colour, vec3(0.92, 0.97, 1.0) * dot(colour, vec3(0.35, 0.45, 0.2)) * 1.1, 0.85 * cloud_hides);
    output_color = vec4(finish(colour + sunAndGlare(cosine, 0.35 * sun_light)), 1.0);
}

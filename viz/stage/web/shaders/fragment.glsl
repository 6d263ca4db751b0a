uniform vec4 objectData[5];
uniform mat4 viewMatrix;
uniform float view_filter, view_mask;
uniform vec2 view_size, view_corner;      // of the picture in the window, pixels
uniform vec3 doubt_centre, doubt_along, doubt_size;   // the craft's own error ellipse, unit vectors TEME, radians

// ---- the last step of every pixel -----------------------------------------------------------------------

// A fixed pattern of half a grey level against banding; no noise, so frame N is always the same frame.
float dither() {
    return (fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}

// As the television receiver of 1965 would show it: grey, soft-clipped, in lines.
vec3 television(vec3 c) {
    float grey = dot(c, vec3(0.35, 0.5, 0.15));
    grey = 0.09 + 0.80 * smoothstep(0.0, 1.05, pow(grey, 0.8));
    vec2 place = (gl_FragCoord.xy - view_corner) / view_size;
    float line = 0.93 + 0.07 * cos(6.2831853 * place.y * 200.0);
    // Frame marks as on the tube: a cross in the middle and four corners.
    vec2 from = (place - 0.5) * vec2(view_size.x / view_size.y, 1.0);
    vec2 corner = abs(abs(from) - vec2(0.5 * view_size.x / view_size.y - 0.12, 0.38));
    vec2 middle = abs(from);
    float thin = 0.0022, arm = 0.028;
    bool mark = (middle.x < thin && middle.y < arm) || (middle.y < thin && middle.x < arm)
             || (corner.x < thin && corner.y < arm) || (corner.y < thin && corner.x < arm);
    if (mark) grey = mix(grey, 0.95, 0.55);
    vec2 off = (place - 0.5) * vec2(1.05, 1.15);
    float vignette = 1.0 - 0.9 * dot(off, off);
    return vec3(grey * line * vignette);
}

// A porthole's ring, or the Vzor sight: a middle field and eight ports round it in which the horizon must stand.
float opening() {
    vec2 p = (gl_FragCoord.xy - view_corner - 0.5 * view_size) / (0.5 * view_size.y);
    float edge = 2.5 / view_size.y, r = length(p);
    if (view_mask < 1.5) return 1.0 - smoothstep(0.93 - edge, 0.93 + edge, r);
    float angle = atan(p.y, p.x);
    float nearest = (floor(angle / 0.78539816) + 0.5) * 0.78539816;
    float port = length(p - 0.79 * vec2(cos(nearest), sin(nearest)));
    return max(1.0 - smoothstep(0.56 - edge, 0.56 + edge, r), 1.0 - smoothstep(0.15 - edge, 0.15 + edge, port));
}

vec4 finish(vec3 c) {
    if (view_mask > 0.5) c *= opening();
    if (view_filter > 0.5) c = television(c);
    return vec4(c + dither(), 1.0);
}

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

// ---- ground ---------------------------------------------------------------------------------------------

float arsinh(float x) { return sign(x) * log(abs(x) + sqrt(x * x + 1.0)); }

// At a grazing angle a pixel covers a long thin piece of ground. Mipmaps know only squares and would blur it to
// the longer side; a side between the two keeps coasts sharp, and the haze hides what then shimmers.
vec3 fetch(sampler2D map, vec2 uv, vec2 dx, vec2 dy) {
    float x = length(dx), y = length(dy);
    float side = pow(max(min(x, y), 1e-9), 0.6) * pow(max(max(x, y), 1e-9), 0.4);
    return textureGrad(map, uv, dx * min(1.0, side / max(x, 1e-9)), dy * min(1.0, side / max(y, 1e-9))).rgb;
}

vec3 dayMap(vec3 n, vec3 dnx, vec3 dny) {
    float flat_ = max(length(n.xy), 1e-4);
    vec3 east = vec3(-n.y, n.x, 0.0) / flat_;
    vec3 north = cross(n, east);
    vec2 scale = vec2(0.15915494 / flat_, 0.31830989);
    vec2 uv = vec2(atan(n.y, n.x) * 0.15915494 + 0.5, asin(clamp(n.z, -1.0, 1.0)) * 0.31830989 + 0.5);
    return fetch(texmap, uv, vec2(dot(dnx, east), dot(dnx, north)) * scale,
                             vec2(dot(dny, east), dot(dny, north)) * scale);
}

// The ground strip under the spacewalk; its frame and extent stand in ground_eva.toml.
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
    return vec4(fetch(bumpmap, uv, dx, dy), weight);
}

vec3 groundColour(vec3 n, vec3 ray, vec3 sun, vec3 dnx, vec3 dny) {
    vec4 strip = stripMap(n, dnx, dny);
    vec3 ground = strip.rgb;
    if (strip.a < 1.0) ground = mix(dayMap(n, dnx, dny), strip.rgb, strip.a);
    float muSun = dot(n, sun);
    vec3 light = sunlightAt(muSun, 0.0);
    vec3 lit = light * (pow(max(muSun, 0.0), 0.75) * 1.12 + 0.03);
    vec3 sky = vec3(0.05, 0.07, 0.10) * smoothstep(-0.16, 0.2, muSun) + vec3(0.004, 0.005, 0.008);
    float water = smoothstep(0.015, 0.07, ground.b - ground.r) * (1.0 - smoothstep(0.22, 0.42, ground.g));
    float mirror = max(dot(reflect(ray, n), sun), 0.0);
    vec3 glint = light * water * (0.55 * pow(mirror, 160.0) + 0.16 * pow(mirror, 18.0));
    return ground * (lit + sky) + glint;
}

// One standard deviation of the craft's place as a hatched tint, and the track's width as a faint band.
vec3 doubtTint(vec3 ground, vec3 world) {
    if (doubt_size.z <= 0.0) return ground;
    vec3 across = cross(doubt_centre, doubt_along);
    vec2 place = vec2(dot(world, doubt_along), dot(world, across));
    float facing = step(0.0, dot(world, doubt_centre));
    float r = length(place / doubt_size.xy);
    float hatch = 0.5 + 0.5 * step(0.5, fract(place.x / doubt_size.x * 6.0));
    float ellipse = facing * (0.34 * hatch * (1.0 - smoothstep(0.92, 1.0, r)) + 0.5 * exp(-pow((r - 1.0) / 0.035, 2.0)));
    float band = 0.16 * (1.0 - smoothstep(0.8, 1.2, abs(place.y) / doubt_size.y));
    return mix(ground, vec3(1.0, 0.78, 0.30), clamp(max(ellipse, band), 0.0, 0.8));
}

// ---- Sun and Moon ---------------------------------------------------------------------------------------

vec3 sunAndGlare(vec3 ray, vec3 sun, float visible) {
    float angle = acos(clamp(dot(ray, sun), -1.0, 1.0));
    float disc = 1.0 - smoothstep(0.0046, 0.0058, angle);
    float glare = 1.8 * exp(-angle / 0.018) + 0.55 * exp(-angle / 0.07) + 0.14 * exp(-angle / 0.26);
    return (vec3(1.0, 0.99, 0.96) * disc * 1.5 + vec3(1.0, 0.97, 0.90) * glare) * visible;
}

vec3 moonDisc(vec3 ray, vec3 moon, vec3 sun) {
    float cosine = dot(ray, moon);
    const float RADIUS = 0.00452;
    if (cosine < cos(RADIUS)) return vec3(0.0);
    vec3 side = (ray - moon * cosine) / sin(RADIUS);
    vec3 n = side - moon * sqrt(max(1.0 - dot(side, side), 0.0));
    return vec3(0.85, 0.84, 0.80) * (pow(max(dot(n, sun), 0.0), 0.6) + 0.01);
}

// ---- the background: what a ray from the eye meets ------------------------------------------------------
// objectPos is Earth's centre from the eye in equatorial radii; objectAxis and objectUp carry Greenwich and
// the pole; objectScale is (|C|^2 - 1 in flattened space, the eye's height in km, unused). The ellipsoid is
// met as a sphere after stretching the pole's axis, so heights and horizon are those of WGS84.

const float STRETCH = 1.0033640898;

vec3 background() {
    vec3 X = objectData[1].xyz, N = objectData[2].xyz;
    mat3 fixedToWorld = mat3(X, cross(N, X), N);
    vec3 ray = normalize(es_position) * mat3(viewMatrix);           // eye to world: v * M is M transposed
    vec3 d = ray * fixedToWorld;
    vec3 sun = normalize(LP(0).xyz * mat3(viewMatrix)) * fixedToWorld;
    vec3 C = objectData[0].xyz * fixedToWorld;
    float c = objectData[3].x, heightKm = objectData[3].y;

    vec3 ds = vec3(d.xy, d.z * STRETCH), Cs = vec3(C.xy, C.z * STRETCH);
    float a = dot(ds, ds), b = dot(ds, Cs);
    float disc = b * b - a * c;
    vec3 zenith = normalize(-Cs);
    float muEye = dot(d, zenith);
    float cosine = dot(d, sun);
    bool hit = disc > 0.0 && b > 0.0;
    float t = hit ? c / (b + sqrt(max(disc, 0.0))) : b / a;         // the hit, or the point nearest the ground
    vec3 p = t * ds - Cs;
    vec3 n = normalize(vec3(p.xy, p.z * STRETCH));
    vec3 dnx = dFdx(n), dny = dFdy(n);

    vec3 colour;
    if (hit) {
        float muGround = max(dot(n, -d), 0.0);
        float column = columnAlong(0.0, muGround) - chapman(heightKm, max(-muEye, 0.0));
        column = max(column, 0.0);
        vec3 light = sunlightAt(dot(n, sun), 2.0);
        vec3 ground = doubtTint(groundColour(n, d, sun, dnx, dny), fixedToWorld * normalize(p));
        colour = ground * exp(-OPTICAL_DEPTH * column * 0.8)
               + scattered(column, light, cosine);
    } else {
        vec3 above = muEye < 0.0 ? n : zenith;
        float tangentKm = muEye < 0.0 ? (length(p) - 1.0) * RADIUS_KM : heightKm;
        vec3 light = sunlightAt(dot(above, sun), max(tangentKm, 0.0));
        // Inside the air, light scattered many times fills the sky from every side.
        float inside = exp(-heightKm / SCALE_KM);
        colour = scattered(columnAlong(heightKm, muEye), light, cosine) * (1.0 + 0.30 * inside)
               + vec3(0.10, 0.13, 0.18) * inside * light;
        // Airglow: the thin green line over the night's horizon, 92 km up.
        float line = muEye < 0.0 ? exp(-pow((tangentKm - 92.0) / 5.0, 2.0)) : 0.0;
        colour += vec3(0.055, 0.115, 0.070) * line * (1.0 - smoothstep(-0.25, 0.0, dot(above, sun)));
        colour += moonDisc(ray, normalize(objectData[4].rgb), normalize(LP(0).xyz * mat3(viewMatrix)));
    }
    colour += sunAndGlare(d, sun, hit ? 0.35 * LC(0).g : LC(0).g);
    if (!hit && view_filter < 0.5 && max(colour.r, max(colour.g, colour.b)) < 0.006) discard;   // leave the stars
    return colour;
}

vec3 sprite() {
    float r = dot(mat_pos, mat_pos);
    if (r > 1.0) discard;
    return vcolor.rgb * pow(1.0 - r, 1.2);
}

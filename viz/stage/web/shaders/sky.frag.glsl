// Rays that miss the ground: the air's limb or the sky from within it, airglow, Moon, Sun and glare.
// The layer's underside in the direction of a ray that rises by `mu`: folds that draw together towards the horizon.
vec3 overcast(vec3 ray, vec3 zenith, float mu) {
    float high = max(mu, 0.0);
    vec3 east = normalize(cross(vec3(0.0, 0.0, 1.0), zenith));
    vec2 p = vec2(dot(ray, east), dot(ray, cross(zenith, east))) / (high + 0.22);
    float folds = sin(1.9 * p.x + 1.7 * sin(1.3 * p.y)) * sin(1.5 * p.y + 1.2 * sin(1.1 * p.x + 2.0))
                + 0.5 * sin(4.3 * p.x + 2.1 * sin(2.9 * p.y + 1.0)) * sin(3.7 * p.y + 0.7);
    float light = cloudLight(dot(zenith, sun_direction), dot(zenith, moon_direction));
    float rise = (1.0 + 2.0 * high) / 3.0;
    return vec3(0.94, 0.97, 1.0) * light * (0.62 + 0.38 * rise) * (1.0 + 0.055 * folds * smoothstep(0.0, 0.25, high));
}

vec3 moonDisc(vec3 ray, vec3 moon, vec3 sun) {
    float cosine = dot(ray, moon);
    const float RADIUS = 0.00452;
    if (cosine < cos(RADIUS)) return vec3(0.0);
    vec3 side = (ray - moon * cosine) / sin(RADIUS);
    vec3 n = side - moon * sqrt(max(1.0 - dot(side, side), 0.0));
    return vec3(0.85, 0.84, 0.80) * (pow(max(dot(n, sun), 0.0), 0.6) + 0.01);
}

void main(void) {
    vec3 d = rayOfPixel(), ds = d * STRETCHED, Cs = earth_centre * STRETCHED;
    float a = dot(ds, ds), b = dot(ds, Cs);
    if (b > 0.0 && b * b > a * eye_power) discard;
    vec3 p = b / a * ds - Cs;                          // the point nearest the ground
    vec3 n = normalize(p * STRETCHED);
    vec3 zenith = normalize(-Cs);
    float muEye = dot(d, zenith), cosine = dot(d, sun_direction);
    vec3 above = muEye < 0.0 ? n : zenith;
    float tangentKm = muEye < 0.0 ? (length(p) - 1.0) * RADIUS_KM : eye_height_km;
    vec3 light = sunlightAt(dot(above, sun_direction), max(tangentKm, 0.0));
    // Inside the air, light scattered many times fills the sky from every side.
    float inside = exp(-eye_height_km / SCALE_KM);
    vec3 colour = scattered(columnAlong(eye_height_km, muEye), light, cosine) * (1.0 + 0.30 * inside)
                + vec3(0.10, 0.13, 0.18) * inside * light;
    // Airglow: the thin green line over the night's horizon, 92 km up.
    float line = muEye < 0.0 ? exp(-pow((tangentKm - 92.0) / 5.0, 2.0)) : 0.0;
    colour += vec3(0.055, 0.115, 0.070) * line * (1.0 - smoothstep(-0.25, 0.0, dot(above, sun_direction)));
    // A night from within the air: starlight and airglow, and moonlight scattered as sunlight is; on a screen's scale.
    float night = 1.0 - smoothstep(-0.15, -0.02, dot(zenith, sun_direction));
    float moonUp = smoothstep(-0.05, 0.4, dot(zenith, moon_direction));
    float lower = 1.0 + 1.5 * exp(-5.0 * max(muEye, 0.0));
    colour += (vec3(0.012, 0.017, 0.027) + vec3(0.012, 0.020, 0.036) * moonUp) * inside * night * lower;
    colour += moonDisc(d, moon_direction, sun_direction) + sunAndGlare(cosine, sun_light);
    colour = mix(colour, overcast(d, zenith, muEye), cloud_hides);
    float most = max(colour.r, max(colour.g, colour.b));
    if (most < 0.002) discard;
    output_color = vec4(finish(colour), max(smoothstep(0.0, 0.3, most), cloud_hides));  // stars shine through what is faint
}

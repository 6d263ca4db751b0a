// Rays that miss the ground: the air's limb or the sky from within it, airglow, Moon, Sun and glare, the Milky Way.
uniform sampler2D moon_face, milky_way;
uniform mat3 sky_axes;           // Earth-fixed axes to the right ascension's and declination's
uniform vec3 moon_north;         // the ecliptic's pole: the Moon's axis leans on it by a degree and a half
uniform float stars_light;

// The layer's underside in the direction of a ray that rises by `mu`: folds that draw together towards the horizon.
vec3 overcast(vec3 ray, vec3 zenith, float mu) {
    float high = max(mu, 0.0);
    vec3 east = normalize(cross(vec3(0.0, 0.0, 1.0), zenith));
    vec2 p = vec2(dot(ray, east), dot(ray, cross(zenith, east))) / (high + 0.22);
    float folds = sin(1.9 * p.x + 1.7 * sin(1.3 * p.y)) * sin(1.5 * p.y + 1.2 * sin(1.1 * p.x + 2.0))
                + 0.5 * sin(4.3 * p.x + 2.1 * sin(2.9 * p.y + 1.0)) * sin(3.7 * p.y + 0.7);
    float light = cloudLight(dot(zenith, sun_direction), dot(zenith, moon_direction));
    float rise = (1.0 + 2.0 * high) / 3.0;
    return vec3(0.90, 0.95, 1.0) * light * (0.45 + 0.55 * rise) * (1.0 + 0.11 * folds * smoothstep(0.0, 0.25, high));
}

// The Moon's near side looks at the Earth; so near it, an eye in orbit sees the same face.
vec3 moonDisc(vec3 ray, vec3 moon, vec3 sun) {
    float cosine = dot(ray, moon);
    const float RADIUS = 0.00452;
    if (cosine < cos(RADIUS)) return vec3(0.0);
    vec3 side = (ray - moon * cosine) / sin(RADIUS);
    vec3 n = side - moon * sqrt(max(1.0 - dot(side, side), 0.0));
    vec3 right = normalize(cross(moon, moon_north));
    vec2 face = 0.5 + 0.49 * vec2(dot(side, right), dot(side, cross(right, moon)));
    float light = pow(max(dot(n, sun), 0.0), 0.6) + 0.006;
    return vec3(1.0, 0.98, 0.93) * linear(textureLod(moon_face, face, 0.0).rrr) * light * 1.5;
}

const float PRECESSED = 1.25 - 0.00124;     // the picture's middle is 270 degrees of 2000, not of 1965

vec3 milkyWay(vec3 ray) {
    vec3 r = sky_axes * ray;
    vec2 at = vec2(PRECESSED - atan(r.y, r.x) * 0.15915494, asin(clamp(r.z, -1.0, 1.0)) * 0.31830989 + 0.5);
    vec3 c = textureLod(milky_way, at, 0.0).rgb;
    return mix(vec3(dot(c, vec3(0.3, 0.5, 0.2))), c, 0.6) * stars_light;
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
    float muSun = dot(above, sun_direction), muMoon = dot(above, moon_direction);
    // What is seen of the limb's foot lies some kilometres up: below, no light comes through.
    vec3 light = airlight(muSun, muMoon, max(tangentKm, 5.0));
    // Inside the air, light scattered many times fills the sky from every side.
    float inside = exp(-max(eye_height_km, 0.0) / SCALE_KM);
    vec3 colour = scattered(columnAlong(eye_height_km, muEye), light, cosine) * (1.0 + 0.35 * inside)
                + vec3(0.020, 0.036, 0.066) * inside * light;
    // Airglow: the thin green line over the night's horizon, 92 km up, seen edge on; under it a fainter veil.
    float line = muEye < 0.0 ? exp(-pow((tangentKm - 92.0) / 4.0, 2.0)) + 0.16 * smoothstep(98.0, 90.0, tangentKm) : 0.0;
    colour += vec3(0.0040, 0.0105, 0.0058) * line * (1.0 - smoothstep(-0.25, 0.0, muSun));
    // A night from within the air: starlight and airglow, on a picture's scale.
    float night = 1.0 - smoothstep(-0.15, -0.02, dot(zenith, sun_direction));
    float lower = 1.0 + 1.5 * exp(-5.0 * max(muEye, 0.0));
    colour += vec3(0.0007, 0.0010, 0.0017) * inside * night * lower;
#ifdef STARS
    colour += milkyWay(d) * exp(-OPTICAL_DEPTH * columnAlong(eye_height_km, muEye));
#endif
    float most = max(colour.r, max(colour.g, colour.b));
    vec3 moon = moonDisc(d, moon_direction, sun_direction);
    colour += moon + sunAndGlare(cosine, sun_light);
    colour = mix(colour, overcast(d, zenith, muEye), cloud_hides);
    float bright = max(colour.r, max(colour.g, colour.b));
    if (bright < 0.0004) discard;
    // Stars shine through what is faint.
    output_color = vec4(develop(colour), max(max(smoothstep(0.0, 0.05, most), step(0.001, moon.g)), cloud_hides));
}

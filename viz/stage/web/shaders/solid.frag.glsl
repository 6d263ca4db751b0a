// Matter in the light of the Sun with its shadows, of the Earth below as far as the part itself does not hide it, of air,
// Moon and lamps. Software renderers run both sides of every branch, so there are few.
in vec3 own_place;
in vec3 place;
in vec3 outward;
in vec3 tint;
in vec4 surface;
in vec4 relief;
out vec4 output_color;
uniform vec3 sun_way, sun_colour, earth_way, earth_colour, sky_way, sky_colour, moon_way, moon_colour, around_colour;
#define ROUGH surface.x
#define METAL surface.y
#define OPEN surface.z
#define GLOWS surface.w
#define FOLDS relief.z
#define GLASS relief.w

// Waves with sharp ridges, bent by slower ones so that nothing runs straight: a tenth of the cost of noise from a lattice.
vec3 ridges(vec3 p) { return abs(2.0 * fract(p) - 1.0); }
float bumps(vec3 p) {
    vec3 bent = p + 0.65 * ridges(0.61 * p.yzx + vec3(0.13, 0.57, 0.31)) + 0.4 * ridges(1.37 * p.zxy + vec3(0.71, 0.23, 0.89));
    return dot(ridges(bent), vec3(0.3333));
}

// How high the matter stands out here: creases for foil, soft folds for the rest.
float height_of(vec3 p) {
    float bump = bumps(p);
#ifdef FULL
    bump = 0.72 * bump + 0.28 * bumps(2.9 * p + 3.0);
#endif
    return relief.x * mix(bump * bump * (3.0 - 2.0 * bump), bump, FOLDS);
}

// Mikkelsen, "Bump mapping unparametrized surfaces on the GPU": a normal leant by a height known pixel by pixel.
vec3 leant(vec3 n, float height) {
    vec3 dx = dFdx(place), dy = dFdy(place), a = cross(dy, n), b = cross(n, dx);
    float det = dot(dx, a);
    vec3 slope = sign(det) * (dFdx(height) * a + dFdy(height) * b);
    return normalize(abs(det) * n - slope);
}

#ifdef SHADOWS
uniform highp sampler2DShadow shadow_map;
uniform vec4 shadow_x, shadow_y, shadow_z;      // from the eye's place on TEME axes to the map
uniform vec2 shadow_size;                       // of a texel: in the map, and metres

float sunlit(vec3 n, float facing) {
    float steep = sqrt(max(1.0 - facing * facing, 0.0));
    vec4 from = vec4(place + n * shadow_size.y * (0.6 + 2.0 * steep), 1.0);
    vec3 at = vec3(dot(shadow_x, from), dot(shadow_y, from), dot(shadow_z, from));
    if (any(greaterThan(abs(at.xy - 0.5), vec2(0.499)))) return 1.0;
    at.z -= 0.0004;
    float d = shadow_size.x;
#ifdef FULL
    float sum = 0.0;
    for (int i = -1; i <= 1; i++) for (int j = -1; j <= 1; j++) sum += texture(shadow_map, at + vec3(0.9 * d * vec2(i, j), 0.0));
    return sum / 9.0;
#else
    return 0.5 * (texture(shadow_map, at + vec3(-0.35 * d, 0.35 * d, 0.0)) + texture(shadow_map, at + vec3(0.35 * d, -0.35 * d, 0.0)));
#endif
}
#else
float sunlit(vec3 n, float facing) { return 1.0; }
#endif

// What smooth matter mirrors: the bright Earth under its horizon, the air's rim, and what little comes from above.
vec3 mirrored(vec3 ray, float rough) {
    float up = 0.235 - dot(ray, earth_way), soft = 0.04 + 0.5 * rough * rough;
    float above = smoothstep(-soft, soft, up);
    vec3 rim = earth_colour * vec3(0.25, 0.45, 0.9) * exp(-abs(up) / (0.03 + soft)) * 0.6;
    return earth_colour * vec3(0.62, 0.74, 0.90) * (1.0 - above) + rim + (1.1 * sky_colour + 0.4 * around_colour) * above;
}

void main(void) {
    if (GLOWS > 0.5) {
        output_color = vec4(finish(tint), 1.0);
        return;
    }
    vec3 v = -normalize(place), n = normalize(outward);
    if (dot(n, v) < -0.15) n = -n;                     // cloth is lit from both sides
    vec3 plain = n, albedo = linear(tint);
    float span = max(length(dFdx(own_place)), length(dFdy(own_place))) * relief.y;
    float fine = 1.0 - smoothstep(0.06, 0.45, span);     // a pixel that spans much shows the mean of its bumps
    if (relief.x > 0.0) n = leant(n, fine * height_of(own_place * relief.y));
    albedo *= 1.0 + 0.25 * FOLDS;
    vec3 l = sun_way, h = normalize(l + v);
    float nl = dot(n, l), nv = max(dot(n, v), 1e-3), nh = max(dot(n, h), 0.0), lh = max(dot(l, h), 0.0);
    float shade = sunlit(plain, clamp(dot(plain, l), 0.0, 1.0)) * smoothstep(0.0, 0.04, nl);
    float a = ROUGH * ROUGH, a2 = a * a, d = nh * nh * (a2 - 1.0) + 1.0, k = 0.5 * a;
    vec3 base = mix(mix(vec3(0.04), albedo, METAL), albedo * 1.2 + 0.05, GLASS);
    float away = 1.0 - lh, away2 = away * away;
    vec3 fresnel = base + (1.0 - base) * away2 * away2 * away;
    vec3 gloss = min(fresnel * (0.25 * a2 / (d * d * ((max(nl, 0.0) * (1.0 - k) + k) * (nv * (1.0 - k) + k)))), vec3(8.0));
    vec3 matt = albedo * (1.0 - METAL) * (1.0 - GLASS);
    vec3 colour = sun_colour * max(nl, 0.0) * shade * (matt + gloss);
    float down = 0.5 + 0.5 * dot(n, earth_way);
    vec3 round_ = earth_colour * down * down + sky_colour * (1.0 - down) + moon_colour * max(dot(n, moon_way), 0.0) + around_colour;
    colour += matt * round_ * OPEN * OPEN;
    float edge = 1.0 - nv, edge2 = edge * edge;
    vec3 glance = base + (max(vec3(1.0 - ROUGH), base) - base) * edge2 * edge2 * edge;
    colour += glance * mirrored(reflect(-v, n), ROUGH) * mix(0.15, 1.0, OPEN);
    output_color = vec4(develop(colour), 1.0);
}

// What all gas is drawn with: `gas()` gives what is seen of it and how much of what lies behind it hides, for the
// stretch of the ray inside the box; where that gas is, on the ray, decides what hides it.
in vec3 way;
in float sunk;
flat in vec3 eye, size, look, sun;
flat in float strength;
out vec4 output_color;
uniform mat4 projMatrix;
uniform float gas_s;             // the time that moves it, seconds
uniform vec3 floor_light;        // light on level ground

float chance(vec3 p) {
    p = fract(p * 0.1031);
    p += dot(p, p.zyx + 31.32);
    return fract((p.x + p.y) * p.z);
}

// Smooth, 0 to 1, seeded by the place alone.
float noise(vec3 p) {
    vec3 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    vec4 low = vec4(chance(i), chance(i + vec3(1, 0, 0)), chance(i + vec3(0, 1, 0)), chance(i + vec3(1, 1, 0)));
    i.z += 1.0;
    vec4 high = vec4(chance(i), chance(i + vec3(1, 0, 0)), chance(i + vec3(0, 1, 0)), chance(i + vec3(1, 1, 0)));
    vec4 level = mix(low, high, f.z);
    vec2 row = mix(level.xy, level.zw, f.y);
    return mix(row.x, row.y, f.x);
}

// How far along a ray of length one the box between two corners begins and ends.
vec2 within(vec3 ray, vec3 low, vec3 high) {
    vec3 a = (low - eye) / ray, b = (high - eye) / ray;
    vec3 near = min(a, b), far = max(a, b);
    return vec2(max(max(near.x, near.y), max(near.z, 0.0)), min(far.x, min(far.y, far.z)));
}

// Light of a fire adds up without end, what a film takes of it does not: hot gas runs through yellow into white.
vec4 burnt(vec3 light, float hides) {
#ifdef FULL
    // Laid over light as it is and not over a picture, the same gas would hide more and shine less.
    hides *= hides;
    light *= 1.7;
#endif
    return vec4(finish(1.0 - exp(-light)), clamp(hides, 0.0, 1.0));
}

vec4 lit(vec3 light, float hides) {
    float hidden = clamp(hides, 0.002, 1.0);
    return vec4(develop(light / hidden) * hidden, hidden);
}

vec4 gas(vec3 ray, out float at);

void main(void) {
    float far_m = length(way), at = 0.0;
    output_color = gas(way / far_m, at);
    vec4 clip = projMatrix * vec4(0.0, 0.0, -sunk * max(at, 0.01) / far_m, 1.0);
    gl_FragDepth = clamp(0.5 + 0.5 * clip.z / clip.w, 0.0, 1.0);
}

// A closed wood of pointed crowns over snow: the pixel's ray comes down through their tops until it meets one, or the
// blue shadow between them. Where a pixel spans several crowns, their mean. Seeded by the place alone; a model.
in vec2 place;
in vec3 sight;
in vec3 tone;
out vec4 output_color;
uniform vec3 floor_light;                  // light on level ground

const float CELL_M = 3.9, TALL_M = 13.0, FADES_M = 1900.0, ENDS_M = 4000.0;
const float OPENS_M = 18.0, CLOSES_M = 70.0, HAZE_M = 5200.0;   // round the clearing the wood is thin
const vec3 DARK = vec3(0.150, 0.195, 0.180), RIMED = vec3(0.58, 0.63, 0.66), GAP = vec3(0.25, 0.31, 0.40), GLADE = vec3(0.80, 0.84, 0.89);
#ifdef FULL
const int STEPS = 16;
#else
const int STEPS = 6;
#endif

vec3 chance(vec2 cell) {
    vec3 p = fract(cell.xyx * vec3(0.1031, 0.1030, 0.0973));
    p += dot(p, p.yxz + 33.33);
    return fract((p.xxy + p.yxx) * p.zyx);
}

float wave(vec2 p) { return 0.5 + 0.5 * sin(p.x + 2.3 * sin(0.43 * p.y)) * sin(0.83 * p.y + 1.9 * sin(0.37 * p.x)); }

// How densely the trees stand: closed, but for bogs and thin places of some hundred metres.
float density(vec2 p) {
    float bog = smoothstep(0.22, 0.52, wave(p * 0.0052) * 0.7 + wave(p * 0.017 + 5.0) * 0.5);
    float closed = smoothstep(OPENS_M, CLOSES_M, length(p));
    return clamp((0.10 + bog * (0.72 + 0.28 * wave(p * 0.061 + 3.0))) * closed, 0.0, 1.0);
}

// Height of a crown's skin over a place, the height of its top, and its own number.
vec3 crown(vec2 p, float seed, float dense) {
    vec2 c = p / CELL_M + seed;
    c.y += 0.5 * mod(floor(c.x), 2.0);
    vec3 luck = chance(floor(c) + 31.0 * seed);
    vec2 off = (fract(c) - 0.5 - 0.22 * (luck.xy - 0.5)) * CELL_M;
    float tall = TALL_M * (0.58 + 0.42 * luck.x) * step(luck.y, dense);
    return vec3(tall * (1.0 - length(off) / (1.15 + 0.55 * luck.z)), tall, luck.z);
}

void main(void) {
    vec3 ray = normalize(sight);
    float spans = max(length(dFdx(place)), length(dFdy(place)));
    float dense = density(place), falls = max(-ray.z, 0.22);
    vec2 back = -ray.xy / falls;                       // on the ray, a metre higher lies this way
    vec3 near = mix(GLADE, GAP, smoothstep(0.15, 0.6, dense));
    float high = TALL_M, step_m = TALL_M / float(STEPS);
    high -= step_m * chance(floor(place * 2.0)).x;
    int steps = spans < 3.6 ? STEPS : 0;
    for (int k = 0; k < steps; k++) {
        vec2 p = place + back * high;
        vec3 one = crown(p, 0.0, dense), other = crown(mat2(0.8, 0.6, -0.6, 0.8) * p, 5.3, dense);
        if (other.x > one.x) one = other;
        if (one.x > high) {
            float rel = high / one.y;
            float rime = smoothstep(0.25, 1.0, rel) * (0.35 + 0.65 * one.z) + 0.20 * step(0.72, chance(floor(p * 3.1)).y);
            near = mix(DARK * (0.45 + 0.75 * rel), RIMED, 0.55 * rime);
            break;
        }
        high -= step_m;
    }
    float covered = 1.0 - exp(-dense * (1.0 + 0.9 / falls));
    vec3 mean = mix(GLADE * mix(1.0, 0.62, dense), mix(DARK, RIMED, 0.20) * (0.72 + 0.56 * wave(place * 0.31)), covered);
    vec3 pattern = mix(near, mean, smoothstep(0.8, 3.6, spans));
    pattern = mix(pattern, tone, 0.8 * (1.0 - exp(-length(sight) / HAZE_M)));
    pattern = mix(pattern, tone, smoothstep(FADES_M, ENDS_M, length(place)));
    output_color = vec4(develop(linear(pattern) * floor_light), 1.0);
}

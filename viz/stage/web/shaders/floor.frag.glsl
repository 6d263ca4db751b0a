// Crowns over snow, one in most cells of a grid, each with its shadow; where a pixel spans several of them, their mean.
// Seeded by the place alone; a model.
in vec2 place;
in vec3 tone;
out vec4 output_color;
uniform vec3 floor_light, floor_sun;       // light on level ground; the Sun's direction east, north and up

const float CELL_M = 4.2, TALL_M = 12.0, FADES_M = 1900.0, ENDS_M = 4000.0;

vec3 chance(vec2 cell) {
    vec3 p = fract(cell.xyx * vec3(0.1031, 0.1030, 0.0973));
    p += dot(p, p.yxz + 33.33);
    return fract((p.xxy + p.yxx) * p.zyx);
}

float wave(vec2 p) { return 0.5 + 0.5 * sin(p.x + 2.3 * sin(0.43 * p.y)) * sin(0.83 * p.y + 1.9 * sin(0.37 * p.x)); }

// How densely the trees stand: stands and glades of some hundred metres, thinned by smaller ones.
float density(vec2 p) {
    float stands = smoothstep(0.25, 0.8, wave(p * 0.0052) * 0.7 + wave(p * 0.017 + 5.0) * 0.5);
    return clamp(0.12 + 0.80 * stands * (0.65 + 0.35 * wave(p * 0.061 + 3.0)), 0.0, 1.0);
}

void main(void) {
    float spans = max(length(dFdx(place)), length(dFdy(place)));
    float dense = density(place);
    float covered = 1.0 - exp(-1.0 * dense);
    float crown = 0.0, shade = 0.0;
    vec2 falls = -floor_sun.xy / max(floor_sun.z, 0.25) * TALL_M * 0.35;
    vec2 home = floor(place / CELL_M);
    for (int i = -1; i <= 1; i++) {
        for (int j = -1; j <= 1; j++) {
            vec2 cell = home + vec2(i, j);
            vec3 luck = chance(cell);
            float there = step(luck.z, dense), wide = 0.9 + 1.5 * fract(7.0 * luck.z);
            vec2 off = place - (cell + 0.15 + 0.7 * luck.xy) * CELL_M;
            float dome = 1.0 - dot(off, off) / (wide * wide);
            float lit = 0.55 + 0.45 * clamp(dot(off, floor_sun.xy) / wide, -1.0, 1.0);
            crown = max(crown, there * smoothstep(0.0, 0.35, dome) * (0.25 + 0.75 * lit));
            vec2 under = off - falls;
            shade = max(shade, there * smoothstep(0.0, 0.5, 1.0 - dot(under, under) / (wide * wide)));
        }
    }
    float snow = 1.5 * (1.0 - 0.40 * shade);
    vec3 near = mix(vec3(snow), vec3(0.24, 0.34, 0.30) + 0.42 * crown, smoothstep(0.0, 0.06, crown));
    vec3 mean = mix(vec3(1.42), vec3(0.48, 0.57, 0.53), covered);
    vec3 pattern = mix(near, mean, smoothstep(0.8, 4.0, spans));
    float reach = length(place);
    pattern = mix(pattern, vec3(1.0), smoothstep(FADES_M, ENDS_M, reach));
    output_color = vec4(develop(linear(min(tone * pattern, 1.0)) * floor_light), 1.0);
}

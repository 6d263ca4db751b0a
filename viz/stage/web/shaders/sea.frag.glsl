// Open water seen from near: a gentle swell and the ripples on it, by their slopes alone; the sky in it, the Sun's glint,
// the blue from below. Waves that a pixel spans are not drawn one by one but roughen it. Towards the mesh's edge it lets
// the Earth beyond through, point by point. Seeded by place and time alone; a model. East is +X, north +Y.
in vec2 place;
in vec3 sight;
in vec3 tone;                              // the blue that comes from below
out vec4 output_color;
uniform vec3 floor_light, floor_sun;       // light on level water; where the Sun stands, east, north, up
uniform float gas_s;

const float AGAIN_S = 1000.0;              // gas_s begins anew
const float GRAVITY = 9.80665, TURN = 6.2831853, FADES_M = 6000.0, ENDS_M = 11500.0;
const vec3 LOW = vec3(0.50, 0.60, 0.72), HIGH = vec3(0.10, 0.20, 0.42);
// Where a wave runs, its length in metres, its slope at the steepest.
const vec4 WAVES[7] = vec4[7](
    vec4(0.94, 0.34, 96.0, 0.050), vec4(0.78, 0.63, 54.0, 0.040), vec4(0.99, -0.14, 31.0, 0.045), vec4(0.62, 0.78, 14.0, 0.055),
    vec4(0.87, -0.49, 6.7, 0.060), vec4(0.30, 0.95, 3.1, 0.065), vec4(0.96, 0.28, 1.3, 0.070));

void main(void) {
    vec3 ray = normalize(sight);
    float edge = smoothstep(FADES_M, ENDS_M, length(place));
    if (edge > fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))))) discard;
    float spans = max(length(dFdx(place)), length(dFdy(place)));
    vec2 bent = place + 5.0 * sin(place.yx * 0.021 + vec2(0.3, 1.7)) + 1.1 * sin(place.yx * 0.13 + vec2(2.0, 0.4));
    vec2 slope = vec2(0.0);
    float rough = 0.0012;
    for (int k = 0; k < 7; k++) {
        vec4 wave = WAVES[k];
        float number = TURN / wave.z, seen = 1.0 - smoothstep(0.10, 0.45, spans / wave.z);
        float cycles = round(sqrt(GRAVITY * number) * AGAIN_S / TURN);      // whole ones, so that nothing jumps
        float phase = number * dot(bent, wave.xy) - cycles * TURN * gas_s / AGAIN_S + 1.9 * float(k);
        slope += seen * wave.w * cos(phase) * wave.xy;
        rough += 0.5 * wave.w * wave.w * (1.0 - seen * seen);
    }
    vec3 up = normalize(vec3(-slope, 1.0));
    float falls = clamp(-dot(ray, up), 0.0, 1.0);
    // Rough water seen flat shows its faces and not its edges: it mirrors less than a calm one.
    float grazing = 1.0 - max(falls, 0.9 * sqrt(rough));
    float g2 = grazing * grazing, mirrors = 0.02 + 0.98 * g2 * g2 * grazing * (1.0 - 4.0 * min(rough, 0.06));
    vec3 back = reflect(ray, up);
    float high = sqrt(clamp(back.z, 0.02, 1.0));
    vec3 sky = mix(LOW, HIGH, high) * floor_light;
    vec3 water = linear(tone) * floor_light * (0.75 + 0.5 * falls);
    vec3 between = normalize(floor_sun - ray);
    float lean = max(dot(between, up), 1e-3), tan2 = 1.0 / (lean * lean) - 1.0, wide = 2.0 * rough + 0.0016;
    float glint = exp(-tan2 / wide) / (12.566 * wide * lean * lean * lean * lean) * step(0.0, floor_sun.z);
    float faces = 1.0 - dot(between, -ray), f2 = faces * faces;
    glint *= (0.02 + 0.98 * f2 * f2 * faces) / max(falls, 0.08);
    output_color = vec4(develop(mix(water, sky, mirrors) + floor_light * vec3(1.0, 0.97, 0.9) * min(glint, 9.0)), 1.0);
}

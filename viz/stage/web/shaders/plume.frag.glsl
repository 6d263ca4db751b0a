// An engine's fire where no air holds it together, along -X from its nozzle: a bright root that opens into wide bells
// and thins out, so that what lies behind shows through. Few steps, each as long as the plume there is wide.
// look: the root's radius as a share of the size across; 0 for a blue-white fire to 1 for an orange one; how thick it is.
const int STEPS = 7;

float bell(float wide, float off2, float root) { return exp(-off2 / (wide * wide)) * root * root / (wide * wide); }

vec4 gas(vec3 ray, out float at) {
    vec2 reach = within(ray, vec3(-size.x, -size.y, -size.z), vec3(0.0, size.y, size.z));
    float sine = max(length(ray.yz), 0.15), root = look.x * size.y;
    float middle = clamp(-dot(eye.yz, ray.yz) / (sine * sine), reach.x, reach.y);
    vec3 place = eye + ray * middle;
    float along = max(-place.x, 0.0), opens = 0.50 * size.y / size.x;
    float wide = root + opens * along;
    float step_m = 0.66 * wide / sine, inner = 0.0, outer = 0.0, sum = 1e-6, where = 0.0;
    for (int k = 0; k < STEPS; k++) {
        float t = middle + step_m * (float(k) - 3.0);
        vec3 p = eye + ray * t;
        float down = -p.x, off2 = dot(p.yz, p.yz), left = max(1.0 - down / size.x, 0.0);
        float edge = 1.0 - smoothstep(0.75, 1.0, sqrt(off2) / size.y);
        float there = step(0.0, t) * smoothstep(-0.02, 0.5, down / root) * left * left * edge;
        float in_ = there * bell(root + 0.30 * opens * down, off2, root);
        float out_ = there * bell(root + opens * down, off2, root);
        inner += in_;
        outer += out_;
        where += (in_ + out_) * t;
        sum += in_ + out_;
    }
    at = where > 0.0 ? where / sum : middle;
    // Streaks run out with the gas: the same along each line from the nozzle.
    float streak = noise(vec3(place.yz / wide * 2.4 + 7.0, 0.5 * along / root - 9.0 * gas_s) * vec3(1.0, 1.0, 0.35));
    float share = step_m / root * strength * look.z;
    vec3 hot = mix(vec3(0.95, 0.92, 1.00), vec3(1.00, 0.74, 0.40), look.y);
    vec3 thin = mix(vec3(0.46, 0.50, 0.80), vec3(0.80, 0.42, 0.20), look.y);
    vec3 light = share * (inner * hot * 1.7 + outer * thin * (0.75 + 0.7 * streak) * 1.25);
    // The root itself glows white: a ball of fire at the nozzle.
    vec2 off = place.yz;
    light += strength * hot * 2.6 * exp(-dot(off, off) / (0.4 * root * root) - along / (2.5 * root)) * smoothstep(-0.1, 0.3, -place.x / root);
    float most = max(light.r, max(light.g, light.b));
    return burnt(light, 0.55 * (1.0 - exp(-most)));
}

// An engine's flame in air, along -X from its nozzles: narrow jets with shock diamonds that run together into one
// ragged tail. A ray's way through a round soft jet is known in closed form, so there is one look-up and no step.
// look: how far the jets stand from the axis and how wide one is, in tens of metres; 1 for five, 0 for one.
const float DIAMOND_M = 2.3, SPEED_M_S = 42.0;

// x: how much of a jet the ray meets; y: how far down.
vec2 jet(vec3 ray, float sine, vec2 centre, float wide) {
    vec2 from = eye.yz - centre;
    float t = -dot(from, ray.yz) / (sine * sine);
    vec2 off = from + ray.yz * t;
    float along = -(eye.x + ray.x * t);
    wide *= 1.0 + 0.55 * smoothstep(0.0, 14.0, along);
    return vec2(exp(-dot(off, off) / (wide * wide)), along);
}

float burning(vec2 met, float reach) {
    float diamond = pow(0.5 + 0.5 * cos(6.2831853 * met.y / DIAMOND_M), 3.0) * exp(-met.y / 7.0);
    return met.x * smoothstep(-0.25, 0.05, met.y) * exp(-pow(max(met.y, 0.0) / (0.34 * reach), 1.3)) * (1.0 + 1.3 * diamond);
}

vec4 gas(vec3 ray, out float at) {
    float sine = max(length(ray.yz), 0.12), reach = size.x;
    float out_m = 7.0710678 * look.x, wide = 10.0 * look.y;
    at = max(-dot(eye.yz, ray.yz) / (sine * sine), 0.0);
    vec3 place = eye + ray * at;
    float along = -place.x, share = clamp(along / reach, 0.0, 1.0);
    vec3 rolling = vec3((along - SPEED_M_S * gas_s) * 0.24, place.yz * 0.62 + 3.0);
    float rough = noise(rolling);
#ifdef FULL
    rough = 0.62 * rough + 0.38 * noise(rolling * 2.7 + 5.0);
#endif
    float jets = burning(jet(ray, sine, vec2(0.0), wide), reach);
    if (look.z > 0.5) {
        for (int k = 0; k < 4; k++) {
            vec2 centre = vec2(k < 2 ? out_m : -out_m, k % 2 == 0 ? out_m : -out_m);
            jets += burning(jet(ray, sine, centre, wide), reach);
        }
    }
    // The tail: as wide as the ring of jets, drawn in and frayed towards its end.
    float girth = (10.0 * look.x + wide) * mix(0.80, 1.0, smoothstep(0.0, 0.25, share)) * (1.0 - 0.55 * share * share);
    float off = dot(place.yz, place.yz) / (girth * girth);
    float fray = (rough - 0.5) * (0.5 + 2.6 * share);
    float tail = exp(-off * (1.15 - 0.9 * fray)) * smoothstep(-0.02, 0.20, share) * pow(max(1.0 - share, 0.0), 0.8)
        * clamp(0.75 + 1.1 * fray, 0.05, 2.0);
    tail *= 1.0 - smoothstep(0.82, 1.0, sqrt(off) * girth / size.y);
    float heat = exp(-off * 2.2) * (1.0 - smoothstep(0.0, 0.75, share));
    vec3 light = jets * vec3(3.4, 2.25, 1.05) + tail * mix(vec3(1.9, 0.50, 0.075), vec3(3.0, 1.55, 0.48), heat);
    light *= strength * min(1.0 / sine, 2.5) * step(0.0, along + 0.25);
    return burnt(light, 0.95 * (1.0 - exp(-light.r)));
}

// Air at a shock's heat round a ball, the wind from +Z: white over the windward third, a shock standing off it, hot air
// drawn out behind the shoulders, a neck and a ragged wake. The lee stays dark.
// look: the ball's radius in tens of metres; how much longer than ten metres its wake is, in tens of metres; nothing.
#ifdef FULL
const int STEPS = 20;
#else
const int STEPS = 9;
#endif

vec3 glowing(float heat) {       // from dull red through orange to white
    return vec3(smoothstep(0.0, 0.45, heat), 0.85 * smoothstep(0.15, 0.85, heat), 0.75 * smoothstep(0.40, 1.0, heat));
}

float wake(vec3 p, float radius, float reach_m) {
    float back = -p.z, off = length(p.xy);
    float shear = radius * (1.10 + 0.05 * back - 0.42 * smoothstep(0.6, 3.4, back) + 0.16 * smoothstep(3.4, 14.0, back));
    vec3 rolling = vec3(p.xy * 0.9, 0.45 * p.z + 16.0 * gas_s);
    float rough = noise(rolling);
#ifdef FULL
    rough = 0.6 * rough + 0.4 * noise(rolling * 2.6 + 3.0);
#endif
    float sway = 1.0 + 0.5 * (rough - 0.5) * smoothstep(0.5, 4.0, back);
    float thick = radius * (0.16 + 0.07 * back);
    float layer = exp(-pow((off - shear * sway) / thick, 2.0)) * exp(-0.42 * max(back, 0.0));
    float core = exp(-pow(off / (0.42 * shear * sway), 2.0)) * smoothstep(1.2, 3.6, back) * exp(-0.16 * back);
    float ends = smoothstep(-0.55, 0.35, back / radius) * (1.0 - smoothstep(0.55, 1.0, back / reach_m));
    return (0.55 * layer + 1.05 * core) * ends * (0.35 + 1.3 * rough);
}

vec4 gas(vec3 ray, out float at) {
    float radius = 10.0 * look.x, reach_m = 10.0 + 10.0 * look.y;
    float nearest = -dot(eye, ray);
    vec3 q = eye + ray * nearest;
    float miss = length(q), inside = radius * radius - miss * miss;
    bool meets = inside > 0.0 && nearest > 0.0;
    float ball = nearest - sqrt(max(inside, 0.0));
    vec3 face = meets ? (eye + ray * ball) / radius : q / miss;
    // The layer before the ball: a ray that grazes it goes a long way through, one that comes square a short one.
    float lean = meets ? -dot(face, ray) : 0.0;
    float cap = smoothstep(0.05, 0.92, face.z);
    float off = max(miss - radius, 0.0) / (radius * mix(0.34, 0.085, cap));
    float layer = exp(-off * off) * smoothstep(-0.35, 0.85, face.z) / (0.30 + lean);
    vec3 light = glowing(1.25 * cap) * cap * (meets ? 4.2 : 0.0) * (0.35 + 0.65 * lean);
    light += layer * mix(vec3(1.25, 0.34, 0.16), vec3(2.2, 1.45, 0.95), cap * cap) * 0.62;
    // A faint halo farther out, red, as the shock bends back.
    float halo = exp(-2.3 * max(miss - radius, 0.0) / radius) * smoothstep(-0.6, 0.7, face.z);
    halo *= 1.0 - smoothstep(1.3, 1.78, miss / radius);
    light += (meets ? 0.0 : 1.0) * halo * vec3(0.42, 0.13, 0.085);
    vec2 reach = within(ray, vec3(-2.0, -2.0, -reach_m), vec3(2.0, 2.0, 0.6) * vec3(1.0, 1.0, radius));
    if (meets) reach.y = min(reach.y, ball);
    float step_m = max(reach.y - reach.x, 0.0) / float(STEPS), sum = 0.0, where = 0.0;
    vec3 tint = vec3(0.0);
    for (int k = 0; k < STEPS; k++) {
        float t = reach.x + step_m * (float(k) + 0.5);
        vec3 p = eye + ray * t;
        float w = wake(p, radius, reach_m) * step_m;
        sum += w;
        where += w * t;
        tint += w * mix(vec3(1.25, 0.52, 0.22), vec3(0.85, 0.16, 0.20), smoothstep(0.0, 0.7, -p.z / reach_m));
    }
    light += tint * 0.95;
    at = meets ? min(ball, nearest) - 0.02 : (sum > 0.02 ? where / sum : nearest);
    light *= strength;
    float most = max(light.r, max(light.g, light.b));
    return burnt(light, 0.85 * (1.0 - exp(-most)));
}

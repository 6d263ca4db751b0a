// The way through a shell is longest where it is met head on and nothing at its rim, so shells have soft edges; what
// burns in it licks along.
in vec3 towards;
in vec3 outward;
in vec3 light;
in vec3 place;
out vec4 output_color;
uniform float gas_s;             // the time that moves it, seconds

void main(void) {
    float facing = abs(dot(normalize(towards), normalize(outward)));
    float lick = 0.82 + 0.34 * sin(9.0 * place.x + 2.1 * sin(7.0 * place.y + 3.0 * gas_s))
        * sin(7.0 * place.z - 11.0 * gas_s + 2.4 * sin(6.0 * place.y - 2.0 * gas_s));
    output_color = vec4(light * lick * facing * sqrt(facing), 0.0);
}
